"""Whole files of our own that use as much of the language as a file can."""

from __future__ import annotations

EVERYTHING = """\
naftiko: 1.0.0-alpha2
info: {label: Shop, description: A shop., tags: [shop], created: '2026-05-06', version: '1.2'}
binds:
  - namespace: env
    keys: {SHOP_TOKEN: SHOP_TOKEN, SHOP_HOST: SHOP_HOST}
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://{{SHOP_HOST}}/{region}/v1/
      description: The shop.
      authentication: {type: bearer, token: '{{SHOP_TOKEN}}'}
      inputParameters:
        - {name: X-Tenant, in: header, value: '{{env.TENANT}}'}
      resources:
        - name: items
          path: /items/{id}?full=true#top
          inputParameters:
            - {name: id, in: path, type: string, required: true}
          operations:
            - name: get-item
              method: GET
              outputRawFormat: json
              outputParameters: [{name: result, type: object, value: $.}]
              inputParameters:
                - {name: 'filter[name]', in: query, type: array, description: Names.}
                - {name: lang, in: cookie, type: string}
            - name: change-item
              method: PATCH
              body:
                type: json
                data:
                  name: '{{tools.name}}'
                  tags: ['{{tools.tag}}', fixed]
                  note: 'by {{tools.author}}'
                  price: {value: 1, currency: EUR}
        - name: orders
          path: orders
          operations:
            - {id: list-orders, method: GET, path: /recent}
            - {name: order, method: POST, inputParameters: [{name: item, in: body, type: string}]}
            - {name: pay, method: POST, body: {type: form, data: {card: '{{tools.card}}'}}}
            - name: upload
              method: PUT
              body: {type: multipart, data: {file: '{{tools.file}}'}}
            - {name: query, method: POST, body: {type: text, data: '{{tools.query}}'}}
            - {name: raw, method: POST, body: {type: binary}}
            - {name: free, method: POST}
            - {name: get-order, method: GET, inputParameters: [{name: order, in: path}]}
  exposes:
    - type: rest
      namespace: shop-rest
      port: 8080
      address: 127.0.0.1
      authentication: {type: apikey, key: X-Key, value: '{{SHOP_TOKEN}}', placement: header}
      resources:
        - name: item
          path: /items/{id}
          operations:
            - name: item
              method: GET
              call: shop.get-item
              with: {id: rest.id, 'filter[name]': rest.query.names, lang: en}
              outputParameters: [{type: object, mapping: $.}]
            - name: item-again
              method: GET
              call: shop.get-item
              outputParameters:
                - {name: a, type: array, mapping: $.a, items: {type: object, mapping: $.}}
                - {name: b, type: object, properties: {c: {type: string, mapping: $.c}}}
        - name: orders
          path: /orders?state=open
          operations:
            - method: POST
              call: shop.order
              inputParameters: [{name: item, in: body, type: string, required: true}]
    - type: mcp
      namespace: shop-mcp
      transport: http
      port: 9090
      tools:
        - name: get-item
          description: Get an item.
          hints: {readOnly: true, destructive: false}
          call: shop.get-item
          with: {id: tools.id}
          inputParameters: [{name: id, type: string, description: The item., required: true}]
          outputParameters: [{type: object, mapping: $.}]
    - type: skill
      namespace: shop-skills
      skills:
        - name: shopping
          description: How to shop.
          location: file:///skills/shopping
          allowed-tools: get-item
          metadata: {level: easy}
          tools:
            - {name: get-item, from: {sourceNamespace: shop-mcp, action: get-item}}
"""

OFFICIAL = """\
ikanos: 1.0.0-beta5
info: {display: Shop, description: A shop., tags: [shop], version: '1.2'}
binds:
  - namespace: env
    keys: {SHOP_TOKEN: SHOP_TOKEN}
capability:
  aggregates:
    - namespace: stock
      display: Stock
      flows:
        list:
          description: List the stock.
          semantics: {safe: true, idempotent: true}
          inputParameters: {page: {type: integer, description: A page.}}
          call: shop.get-item
          with: {id: stock.page}
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.test/v1
      description: The shop.
      authentication: {type: basic, username: shop, password: '{{SHOP_TOKEN}}'}
      inputParameters: {X-Tenant: {in: header, value: one}}
      resources:
        items:
          path: /items/{{id}}
          operations:
            get-item:
              method: GET
              inputParameters: {id: {in: path}, page: {in: query}}
              outputParameters: {name: {type: string, value: $.name}}
            add-item:
              method: POST
              body: {type: json, data: {name: '{{name}}'}}
  exposes:
    - type: rest
      namespace: shop-rest
      port: 8080
      resources:
        items:
          path: /items/{{id}}
          description: Items.
          operations:
            item:
              method: GET
              inputParameters: {id: {in: path, type: string, description: The item.}}
              call: shop.get-item
              with: {id: shop-rest.id, page: 1}
              outputParameters:
                - type: object
                  properties: {name: {type: string, mapping: $.name}}
            flow:
              method: PUT
              ref: stock.list
        steps:
          path: /steps
          description: Steps.
          operations:
            steps:
              method: POST
              steps:
                one: {type: call, call: shop.get-item, with: {id: shop-rest.id}}
                two: {type: lookup, index: one, match: id, lookupValue: $.one.id, outputParameters: [a]}
                three: {type: script, language: python, file: run.py, with: {a: '{{one.id}}'}}
              mappings: [{target: a.b, value: $.two.a}]
              outputParameters:
                a: {type: array, items: {b: {type: string}}}
        all:
          path: /all/{{path}}
          description: All.
          forward: {targetNamespace: shop, trustedHeaders: [X-Trace]}
    - type: mcp
      namespace: shop-mcp
      transport: stdio
      ttlMs: 100
      cacheScope: public
      tools:
        get-item:
          display: Get an item
          description: Get an item.
          hints: {readOnly: true}
          inputParameters: {id: {type: string, description: The item.}}
          call: shop.get-item
          with: {id: shop-mcp.id}
        mock:
          description: A mock.
          outputParameters: {a: {type: string, value: b}}
      resources:
        all: {uri: 'shop://all', display: All, description: All., call: shop.get-item}
      prompts:
        buy:
          description: Buy.
          arguments: {item: {description: The item., required: false}}
          template: [{role: user, content: 'Buy {{item}}.'}]
    - type: control
      port: 9999
"""
