"""The generated Python files: the template of each, what it is filled with, what it imports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from ..options import Options, Runtime
from ..plan import Plan
from ..runtime import release
from ..runtime.errors import EVERYWHERE, OF_ADAPTERS, error_names
from .clients import LoweredClient
from .declarations import Declarations, Entry
from .docs import spec_name
from .imports import Imports, exported_names, imports
from .operations import MODULE_NAMES as OPERATION_NAMES
from .operations import LoweredOperation
from .package import Module
from .python import CallOf, DictOf, Literal, Name, Python, TupleOf, names_in
from .requirements import RUNTIME
from .results import ResultTypes
from .signatures import type_names
from .transports import with_defaults
from .units import MODULE_NAMES as UNIT_NAMES
from .units import LoweredUnit

_EXPORTED = (
    "ClientOptions",
    "Hooks",
    "Network",
    "NO_RETRIES",
    "OMIT",
    "RequestOptions",
    "RetryPolicy",
    "Timeout",
    "Cursor",
    "Link",
    "PageNumber",
    "PaginationError",
    "pages",
    "pages_async",
    "default_async_transport",
    "default_transport",
    "AsyncStreamedResponse",
    "RawResponse",
    "StreamedResponse",
)


def init_module(plan: Plan, clients: Sequence[LoweredClient], options: Options) -> Module:
    """`__init__.py`: what users import."""
    names = [name for client in clients for name in client.class_names]
    serves = plan.rest or plan.mcp or plan.skills
    errors = {each: error_names(each) for each in (EVERYWHERE, *((OF_ADAPTERS,) if serves else ()))}
    exported = exported_names((*_EXPORTED, *chain(*errors.values()), *names))
    info = plan.capability.info
    doc = info.display or spec_name(plan.capability)
    if info.description:
        doc = f"{doc.rstrip('.')}.\n\n{info.description}"
    import_lines = imports(_EXPORTED).plus(".client", names)
    for module, classes in errors.items():
        import_lines = import_lines.plus(f"._runtime.{module}", classes)
    import_lines = with_defaults(import_lines, options)
    installed = options.runtime is Runtime.PACKAGE
    content = {
        "doc": doc,
        "exported": exported,
        "import_lines": import_lines,
        "installed": installed,
    }
    return Module("__init__.py", "init.py.j2", content)


def installed_runtime_module() -> Module:
    """`installed_runtime.py`: which runtime has to be installed, and what is said where it is not."""
    content = {
        "version": Literal(release.VERSION),
        "digest": Literal(release.digest()),
        "module": release.MODULE,
        "distribution": release.DISTRIBUTION,
        "requirements": RUNTIME,
    }
    return Module("installed_runtime.py", "installed_runtime.py.j2", content)


def apis_module(declared: Declarations) -> Module:
    """`apis.py`: the declarations that a client needs. It does without those of adapters."""
    values = [*declared.binds, *(entry.declaration for entry in declared.apis)]
    used = {"Final"}.union(*(names_in(each.value) for each in values))
    content = {"declarations": values, "import_lines": imports(used)}
    return Module("apis.py", "apis.py.j2", content)


def settings_module(declared: Declarations) -> Module:
    """`settings.py`: declarations, and one settings class over them."""
    binds = declared.binds
    imported = (*binds, *(entry.declaration for entry in declared.apis)) if declared.apis else ()
    own = (*(() if imported else binds), *(entry.declaration for entry in declared.adapters))
    used = {"Mapping", "ApiSettings", "Record", *(entry.kind for entry in declared.all)}
    if own:
        used = {"Final"}.union(used, *(names_in(each.value) for each in own))
    fields = {
        "apis": TupleOf(tuple(_own(entry) for entry in declared.apis)),
        "rest": _by_namespace(declared.rest),
        "mcp": _by_namespace(declared.mcp),
        "skills": _by_namespace(declared.skills),
    }
    made = CallOf(
        Name("cls"), (), tuple((entry.field, _from_environment(entry)) for entry in declared.all)
    )
    names = [each.name for each in imported]
    # What is declared elsewhere is part of this module too: for type checkers that has to be said.
    public = (*names, *(each.name for each in own), "Settings") if imported else ()
    content = {
        "declared": declared,
        "declarations": own,
        "exported": exported_names(public),
        "fields": fields,
        "made": made,
        "import_lines": imports(used).plus(".apis", names),
    }
    return Module("settings.py", "settings.py.j2", content)


def _from_environment(entry: Entry) -> Python:
    function = Name(f"{entry.kind}.from_environment")
    return CallOf(function, (Name(entry.declaration.name), Name("environ")))


def _own(entry: Entry) -> Python:
    return Name(f"self.{entry.field}")


def _by_namespace(entries: Sequence[Entry]) -> Python:
    return DictOf(tuple((entry.namespace, _own(entry)) for entry in entries))


def operations_module(operations: Sequence[LoweredOperation]) -> Module:
    """`operations.py`: from arguments to requests."""
    used = {"Final", "Operation", "Request"} if operations else set()
    used |= type_names(each.function.signature for each in operations)
    for each in operations:
        used |= names_in(each.function.value) | names_in(each.declaration.value)
    content = {"operations": operations, "import_lines": imports(used & OPERATION_NAMES)}
    return Module("operations.py", "operations.py.j2", content)


def views_module(clients: Sequence[LoweredClient]) -> Module:
    """`views.py`: the methods of the clients with another result."""
    used = {"View", "Raw", "AsyncRaw", "Streamed", "AsyncStreamed"}
    names = [name for client in clients for name in client.class_names]
    import_lines = imports(used if clients else ()).plus(".client", names)
    return Module("views.py", "views.py.j2", {"clients": clients, "import_lines": import_lines})


def client_module(clients: Sequence[LoweredClient], types: ResultTypes) -> Module:
    """`client.py`: the classes that application code calls."""
    used = {"TYPE_CHECKING", "Style"}
    used |= {"SyncClient", "AsyncClient", "ClientOptions", "Timeout", "Transport", "AsyncTransport"}
    results: set[str] = set()
    for client in clients:
        used |= type_names(method.signature for method in client.methods)
        used |= {"Credential"} if client.credentials else set()
        used |= {"Authenticate"} if client.takes_hook else set()
        used |= {"operations"} if client.methods else set()
        results.update(*(each.returns.used for each in client.methods if each.returns))
    declared = [client.settings for client in clients]
    typed = used | results
    used = typed - types.names
    import_lines = imports(used if clients else ()).plus(".apis", declared)
    content = {
        "clients": clients,
        "import_lines": import_lines,
        "typing_lines": _for_types_only(clients, typed & types.names),
    }
    return Module("client.py", "client.py.j2", content)


def _for_types_only(clients: Sequence[LoweredClient], types: Collection[str]) -> Imports:
    """What only type checkers need: importing the client does not cost it."""
    views = [name for client in clients for name in client.view_names]
    return Imports().plus(".types", types).plus(".views", views)


def types_module(types: ResultTypes) -> Module:
    """`types.py`: the results of the clients' methods, and the documents that these take."""
    used = frozenset[str]().union(*(each.used for each in types.declared))
    content = {
        "declared": types.declared,
        "has_results": bool(types.results),
        "has_bodies": bool(types.arguments),
        "import_lines": imports(used),
    }
    return Module("types.py", "types.py.j2", content)


def units_module(units: Sequence[LoweredUnit]) -> Module:
    """`units.py`: what REST and MCP share."""
    used = {"AsyncReply", "Send"} if units else set()
    used |= type_names(each.function.signature for each in units)
    for each in units:
        used |= names_in(each.function.value)
        used |= set() if each.decorator is None else names_in(each.decorator)
        used |= set[str]().union(*(names_in(line.value) for line in each.function.lines))
        for mapping in each.mappings:
            used |= names_in(mapping.function.value) | {"Json"}
            for path in mapping.paths:
                used |= names_in(path.value) | {"Final"}
    content = {"units": units, "import_lines": imports(used & UNIT_NAMES)}
    return Module("units.py", "units.py.j2", content)
