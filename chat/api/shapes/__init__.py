"""What is answered, for /api/openapi.json: shapes that answers have, and nothing is made from."""
