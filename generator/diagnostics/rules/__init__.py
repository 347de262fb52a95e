"""The rules, one module for each hundred of codes. Their texts are what users read."""
