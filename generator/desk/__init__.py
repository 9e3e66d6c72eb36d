"""What an editor runs: serve, check, find, diff. A saved page is taken up by `saved.Desk.renew`."""
