"""Who may what: rules over scopes and roles, limits for each caller, a line for each call."""
