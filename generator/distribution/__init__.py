"""A generated package as a distribution: a wheel and a source archive, with their bill of materials."""
