"""Mistakes made by hand in a file of every construct: each is one finding, where it was made, with what was meant.

Source: "findings that help" of the faults found with real users, for steps, flows, `ref`, binds, authentication,
`forward`, resources, prompts, skills and the control port.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from .support import mistakes_found

FERRIES: Final = """\
ikanos: 1.0.0-beta5
info:
  display: Ferries
  description: Boats, crews and harbours.
binds:
- namespace: port
  keys:
    PIER_TOKEN: PIER_TOKEN
    CREW_KEY: CREW_KEY
capability:
  consumes:
  - type: http
    namespace: pier
    description: The pier.
    baseUri: https://pier.test/v2
    authentication:
      type: bearer
      token: '{{PIER_TOKEN}}'
    resources:
      boats:
        path: /boats
        operations:
          list-boats:
            method: GET
            inputParameters:
              harbour: {in: query}
              page: {in: query}
            outputParameters:
              boats: {type: array, value: $.items}
              total: {type: number, value: $.count}
          add-boat:
            method: POST
            body:
              type: json
              data:
                name: '{{name}}'
                berth: '{{berth}}'
      boat:
        path: /boats/{{id}}
        operations:
          get-boat:
            method: GET
            inputParameters:
              id: {in: path}
  - type: http
    namespace: crew
    description: Crews.
    baseUri: https://crew.test
    authentication:
      type: apikey
      key: X-Key
      value: '{{CREW_KEY}}'
      placement: header
    resources:
      people:
        path: /people
        operations:
          list-people:
            method: GET
            inputParameters:
              boat: {in: query}
  aggregates:
  - namespace: tides
    display: Tides
    description: What moves with the water.
    flows:
      find-boat:
        description: Find a boat.
        semantics: {safe: true, idempotent: true}
        inputParameters:
          id:
            type: string
            description: Which one.
        call: pier.get-boat
        with:
          id: tides.id
      boat-and-crew:
        description: A boat with its crew.
        inputParameters:
          id:
            type: string
            description: Which one.
        steps:
          boat:
            type: call
            call: pier.get-boat
            with:
              id: '{{id}}'
          people:
            type: call
            call: crew.list-people
            with:
              boat: '{{boat.name}}'
          mate:
            type: lookup
            index: people
            match: id
            lookupValue: $.boat.mate
            outputParameters: [name, rank]
        mappings:
        - target: boat
          value: $.boat.name
        - target: mate
          value: $.mate.name
        outputParameters:
          boat: {type: string}
          mate: {type: string}
  exposes:
  - type: rest
    namespace: gate
    address: localhost
    port: 8080
    resources:
      boat:
        path: /boats/{{id}}
        description: A boat.
        operations:
          get-boat:
            method: GET
            ref: tides.find-boat
            with:
              id: gate.id
            inputParameters:
              id:
                in: path
                type: string
                description: Which one.
      add:
        path: /boats
        description: Boats.
        operations:
          add-boat:
            method: POST
            call: pier.add-boat
            inputParameters:
              name:
                in: body
                type: string
                description: Its name.
              berth:
                in: body
                type: string
                description: Where it lies.
            with:
              name: gate.name
              berth: gate.berth
      raw:
        path: /raw/{{path}}
        description: Everything else.
        forward:
          targetNamespace: pier
          trustedHeaders: [X-Trace]
  - type: mcp
    namespace: till
    address: localhost
    port: 9090
    description: A till.
    authentication:
      type: oauth2
      authorizationServerUri: https://login.test
      resource: https://till.test
      scopes: [read, write]
    tools:
      boat-and-crew:
        ref: tides.boat-and-crew
        hints: {readOnly: true}
      list-boats:
        description: All boats.
        hints:
          readOnly: true
        inputParameters:
          harbour:
            type: string
            description: Where.
            required: false
        call: pier.list-boats
        with:
          harbour: till.harbour
        outputParameters:
        - type: array
          mapping: $.items
          items:
            type: object
            properties:
              name:
                type: string
                mapping: $.name
    resources:
      boat:
        uri: pier://boats/{id}
        description: A boat.
        mimeType: application/json
        call: pier.get-boat
        with:
          id: till.id
    prompts:
      ask:
        description: Ask about a boat.
        arguments:
          boat:
            description: Which boat.
            required: true
        template:
        - role: user
          content: Tell me about {{boat}}.
  - type: skill
    namespace: deck
    address: localhost
    port: 9091
    skills:
      sail:
        description: How to sail.
        tools:
          boats:
            description: All boats.
            from: {sourceNamespace: till, action: list-boats}
  - type: control
    address: localhost
    port: 9999
"""

MISTAKES: Final = {
    # what was written for what; where the caret stands; what is said
    "step type": ("            type: lookup", "            type: lokup", "lokup", "lookup"),
    "step index": ("index: people", "index: poeple", "poeple", "people"),
    "step index plural": ("index: people", "index: crew", "crew", "people"),
    "step match key": ("            match: id", "            matches: id", "matches", "match"),
    "lookup value step": ("$.boat.mate", "$.baot.mate", "$.baot.mate", "$.boat.mate"),
    "lookup value braces": ("lookupValue: $.boat.mate", "lookupValue: boat.mate", "boat.mate", "boat.mate"),
    "lookup key": ("lookupValue:", "lookUpValue:", "lookUpValue", "lookupValue"),
    "lookup key2": ("lookupValue:", "value:", "value", "lookupValue"),
    "lookup outputs": ("outputParameters: [name, rank]", "outputs: [name, rank]", "outputs", "outputParameters"),
    "mapping of lookup": ("$.mate.name", "$.mate.nmae", "$.mate.nmae", "$.mate.name"),
    "mapping step": ("$.mate.name", "$.mat.name", "$.mat.name", "$.mate.name"),
    "mapping no dollar": ("value: $.mate.name", "value: mate.name", "mate.name", "$.mate.name"),
    'mapping braces': ('value: $.mate.name', "value: '{{mate.name}}'", "'{{mate.name}}", '$.mate.name'),
    "mapping no dot": ("value: $.mate.name", "value: $mate.name", "$mate.name", "$.mate.name"),
    "target typo": ("target: mate", "target: mtae", "mtae", "mate"),
    "targets key": ("        - target: mate", "        - tagret: mate", "tagret", "target"),
    "mappings key": ("        mappings:", "        mapings:", "mapings", "mappings"),
    "steps key": ("        steps:", "        step:", "step", "steps"),
    'call step placeholder': ("'{{boat.name}}'", "'{{baot.name}}'", 'baot', 'boat.name'),
    'call step input': ("              id: '{{id}}'", "              id: '{{di}}'", 'di}}', 'id'),
    "step call typo": ("call: crew.list-people", "call: crew.list-pepole", "list-pepole", "crew.list-people"),
    "step call ns typo": ("call: crew.list-people", "call: crw.list-people", "crw", "crew.list-people"),
    'step with key': ("              boat: '{{boat.name}}'", "              baot: '{{boat.name}}'", 'baot', 'boat'),
    'later step': ("              id: '{{id}}'", "              id: '{{people.id}}'", 'people.id', 'people'),
    "aggregates key": ("  aggregates:", "  aggregate:", "aggregate", "aggregates"),
    "flows key": ("    flows:", "    flow:", "flow", "flows"),
    "ref typo": ("ref: tides.boat-and-crew", "ref: tides.boat-and-crw", "tides.boat-and-crw", "tides.boat-and-crew"),
    "ref ns typo": ("ref: tides.boat-and-crew", "ref: tide.boat-and-crew", "tide", "tides.boat-and-crew"),
    "ref no ns": ("ref: tides.boat-and-crew", "ref: boat-and-crew", "boat-and-crew", "tides.boat-and-crew"),
    'ref colon': ('ref: tides.find-boat', "ref: 'tides:find-boat'", "'tides:find-boat'", 'tides.find-boat'),
    "ref with key": ("              id: gate.id", "              idd: gate.id", "idd", "id"),
    "ref with value": ("              id: gate.id", "              id: gate.di", "di\n", "id"),
    "ref with prefix": ("              id: gate.id", "              id: gte.id", "gte.id", "gate.id"),
    "ref key": ("ref: tides.find-boat", "reff: tides.find-boat", "reff", "ref"),
    "flow with prefix": ("id: tides.id", "id: tide.id", "tide.id", "tides.id"),
    "flow with prefix2": ("id: tides.id", "id: till.id", "till.id", "tides.id"),
    "semantics": ("semantics:", "semantic:", "semantic", "semantics"),
    "semantics key": ("idempotent: true}", "idempotnet: true}", "idempotnet", "idempotent"),
    "display": ("    display: Tides", "    dispaly: Tides", "dispaly", "display"),
    "bind keys": ("  keys:\n", "  key:\n", "key", "keys"),
    "bind ns": ("- namespace: port", "- namspace: port", "namspace", "namespace"),
    'bind variable use': ("'{{PIER_TOKEN}}'", "'{{PEIR_TOKEN}}'", 'PEIR_TOKEN', 'PIER_TOKEN'),
    'bind variable use2': ("'{{PIER_TOKEN}}'", "'{{PIER_TOKE}}'", 'PIER_TOKE', 'PIER_TOKEN'),
    'bind variable dollar': ("'{{PIER_TOKEN}}'", '$PIER_TOKEN', '$PIER_TOKEN', '{{PIER_TOKEN}}'),
    'bind variable dollarbrace': ("'{{PIER_TOKEN}}'", "'${PIER_TOKN}'", 'PIER_TOKN', 'PIER_TOKEN'),
    'bind single': ("'{{PIER_TOKEN}}'", "'{PIER_TOKEN}'", '{PIER_TOKEN}', '{{PIER_TOKEN}}'),
    "binds key": ("binds:", "bind:", "bind", "binds"),
    "auth type": ("type: bearer", "type: baerer", "baerer", "bearer"),
    'auth token key': ("      token: '", "      tokn: '", 'tokn', 'token'),
    "auth api key placement": ("placement: header", "placement: headr", "headr", "header"),
    "auth apikey type": ("type: apikey", "type: apiKey", "apiKey", "apikey"),
    "auth apikey key": ("      key: X-Key", "      kye: X-Key", "kye", "key"),
    "auth in": ("placement: header", "in: header", "in", "placement"),
    "auth name": ("      key: X-Key", "      name: X-Key", "name", "key"),
    "authentification": ("    authentication:\n      type: bearer", "    authentification:\n      type: bearer", "authentification", "authentication"),
    "auth": ("    authentication:\n      type: bearer", "    auth:\n      type: bearer", "auth", "authentication"),
    "oauth server": ("authorizationServerUri", "authorizationServerUrl", "authorizationServerUrl", "authorizationServerUri"),
    "oauth scope": ("      scopes:", "      scope:", "scope", "scopes"),
    "oauth resource": ("      resource: https://till", "      resuorce: https://till", "resuorce", "resource"),
    "forward target": ("targetNamespace: pier", "targetNamespace: peir", "peir", "pier"),
    "forward key": ("targetNamespace: pier", "targetNamspace: pier", "targetNamspace", "targetNamespace"),
    "forward target2": ("targetNamespace: pier", "target: pier", "target", "targetNamespace"),
    "forward": ("        forward:", "        foward:", "foward", "forward"),
    "trusted": ("trustedHeaders", "trustHeaders", "trustHeaders", "trustedHeaders"),
    "resource uri var": ("pier://boats/{id}", "pier://boats/{idd}", "{idd}", "{id}"),
    "resource uri key": ("        uri: pier", "        url: pier", "url", "uri"),
    "resource mime": ("mimeType", "mimetype", "mimetype", "mimeType"),
    "resource mime2": ("mimeType", "mediaType", "mediaType", "mimeType"),
    "resource call": ("        call: pier.get-boat\n        with:\n          id: till.id", "        call: pier.get-bot\n        with:\n          id: till.id", "get-bot", "pier.get-boat"),
    "resource with": ("          id: till.id", "          id: til.id", "til.id", "till.id"),
    "resource with2": ("          id: till.id", "          di: till.id", "di", "id"),
    "prompt arg": ("{{boat}}.", "{{baot}}.", "{{baot}}", "boat"),
    "prompt role": ("role: user", "role: usr", "usr", "user"),
    "prompt content": ("content: Tell", "contents: Tell", "contents", "content"),
    "prompt template": ("        template:", "        tempalte:", "tempalte", "template"),
    "prompt arguments": ("        arguments:", "        argument:", "argument", "arguments"),
    "prompt unclosed": ("{{boat}}.", "{{boat}.", "{{boat}.", "{{boat}}"),
    "prompts": ("    prompts:", "    promts:", "promts", "prompts"),
    "skill source": ("sourceNamespace: till", "sourceNamespace: tlil", "tlil", "till"),
    "skill source key": ("sourceNamespace:", "sourceNamspace:", "sourceNamspace", "sourceNamespace"),
    "skill action": ("action: list-boats", "action: list-baots", "list-baots", "list-boats"),
    "skill action key": ("action: list", "acton: list", "acton", "action"),
    "skill from": ("            from: {", "            form: {", "form", "from"),
    "skills": ("    skills:", "    skill:", "skill", "skills"),
    "skill type": ("type: skill", "type: skills", "skills", "skill"),
    "control type": ("type: control", "type: contol", "contol", "control"),
    "control port": ("port: 9999", "port: 99999", "99999", "65535"),
    "control prot": ("port: 9999", "prot: 9999", "prot", "port"),
    "same port": ("port: 9999", "port: 9091", "9091", "port"),
    "rest type": ("type: rest\n", "type: rset\n", "rset", "rest"),
    "mcp type": ("type: mcp", "type: mpc", "mpc", "mcp"),
    "adress": ("    address: localhost\n    port: 8080", "    adress: localhost\n    port: 8080", "adress", "address"),
    "hints": ("        hints:\n          readOnly", "        hint:\n          readOnly", "hint", "hints"),
    "hint readonly": ("          readOnly: true", "          readonly: true", "readonly", "readOnly"),
    "required": ("            required: false", "            requried: false", "requried", "required"),
    "required val": ("            required: false", "            required: flase", "flase", "false"),
    "with list": ("          harbour: till.harbour", "          - harbour: till.harbour", "- harbour", "-"),
    "input type": ("          harbour:\n            type: string", "          harbour:\n            type: str", "str", "string"),
    "mapping key": ("          mapping: $.items", "          maping: $.items", "maping", "mapping"),
    "mapping path": ("          mapping: $.items", "          mapping: .items", ".items", "$.items"),
    "mapping path3": ("          mapping: $.items", "          mapping: $items", "$items", "$.items"),
    "items": ("          items:\n", "          item:\n", "item", "items"),
    "method2": ("method: POST", "method: PSOT", "PSOT", "POST"),
    "in": ("harbour: {in: query}", "harbour: {in: qeury}", "qeury", "query"),
    "body type": ("type: json", "type: jsn", "jsn", "json"),
    "body data": ("              data:", "              dta:", "dta", "data"),
    'body placeholder': ("'{{berth}}'", "'{{brth}}'", 'brth', 'berth'),
    'body ph braces': ("'{{berth}}'", "'{{berth}'", '{{berth}', '{{berth}}'),
    "with value": ("berth: gate.berth", "berth: gate.brth", "brth\n", "berth"),
    "with key": ("berth: gate.berth", "brth: gate.berth", "brth", "berth"),
    "baseUri": ("baseUri: https://pier", "baseUrl: https://pier", "baseUrl", "baseUri"),
    "base scheme": ("baseUri: https://pier", "baseUri: htps://pier", "htps", "http"),
    "consumes": ("  consumes:", "  consume:", "consume", "consumes"),
    "exposes": ("  exposes:", "  expose:", "expose", "exposes"),
    "exposed var": ("path: /boats/{{id}}\n        description", "path: /boats/{{di}}\n        description", "di}}", "id"),
    "exposed var colon": ("path: /boats/{{id}}\n        description", "path: /boats/:id\n        description", ":id", "{{id}}"),
    "consumed var": ("path: /boats/{{id}}\n        op", "path: /boats/{{boat_id}}\n        op", "boat_id", "id"),
    "info": ("info:\n  display", "info:\n  dislpay", "dislpay", "display"),
    "root": ("ikanos:", "ikano:", "ikano", "ikanos"),
    "version": ("1.0.0-beta5", "1.0.0-beat5", "1.0.0-beat5", "1.0.0-beta5"),
}  # fmt: skip


def test_the_file_is_good(tmp_path: Path) -> None:
    assert mistakes_found(FERRIES, tmp_path) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_finding_with_what_was_meant(mistake: str, tmp_path: Path) -> None:
    right, wrong, caret, said = MISTAKES[mistake]
    before, found, after = FERRIES.partition(right)
    assert found
    text = before + wrong + after
    at = text.index(caret, len(before))
    expected = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    (finding,) = mistakes_found(text, tmp_path)
    assert finding[:2] == expected, finding
    assert said in finding[2]
