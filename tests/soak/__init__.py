"""`make soak`: the REST adapter at full rate while its upstream is killed, slow and mad."""
