"""Small capabilities with the trees that they must give."""
