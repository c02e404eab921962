"""How an installation is set up: settings, the root of the addresses, the web server's entrance."""
