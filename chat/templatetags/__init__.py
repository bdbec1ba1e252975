"""What our templates can do beside Django's."""
