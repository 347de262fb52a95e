"""The runtime as the generator sees it: its modules, what they import, which of them a package needs."""
