"""A capability in small, to be changed by one line at a time."""

from __future__ import annotations

from typing import Final

SPEC: Final = """\
ikanos: "1.0.0-beta4"
info:
  display: Pond
  description: Ducks and where they swim.
capability:
  consumes:
    - type: http
      namespace: pond
      baseUri: https://pond.example.com/v1
      authentication:
        type: bearer
        token: "{{POND_TOKEN}}"
      resources:
        - name: ducks
          path: /ducks
          operations:
            - name: list-ducks
              method: GET
              inputParameters:
                - name: colour
                  in: query
            - name: add-duck
              method: POST
              body:
                type: json
                data:
                  name: "{{name}}"
        - name: duck
          path: /ducks/{{id}}
          operations:
            - name: get-duck
              method: GET
              inputParameters:
                - name: id
                  in: path
  binds:
    - namespace: env
      keys:
        POND_TOKEN: POND_TOKEN
  exposes:
    - type: rest
      namespace: pond-rest
      port: 8080
      resources:
        - name: ducks
          path: /ducks
          operations:
            - name: list
              method: GET
              inputParameters:
                - name: colour
                  in: query
                  type: string
                  description: Of the feathers
              call: pond.list-ducks
              with:
                colour: pond-rest.colour
    - type: mcp
      namespace: pond-mcp
      port: 9090
      description: About ducks.
      tools:
        - name: list-ducks
          description: Lists the ducks of a colour.
          inputParameters:
            - name: colour
              type: string
              description: Of the feathers
              required: false
          call: pond.list-ducks
          with:
            colour: pond-mcp.colour
          hints:
            readOnly: true
        - name: get-duck
          description: Gives one duck.
          inputParameters:
            - name: id
              type: string
              description: Its number
              required: true
          call: pond.get-duck
          with:
            id: pond-mcp.id
"""
