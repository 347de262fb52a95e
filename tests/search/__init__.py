"""A list of many tools that is searched: how well it is found."""
