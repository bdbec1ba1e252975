"""What brings the site to a machine, and what is made once for all machines."""
