"""The shapes of docs/protocol.md: `inbound` is what browsers say, `outbound` what they are told."""
