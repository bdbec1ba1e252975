"""The whole site under random people for as long as wished: `python -m benchmarks.soak`.

`people` and `programs` are the load, `oracle` says what is wrong with what they were told, and
`leftovers` and `memory` what they have left behind. The oracle knows nothing of the load.
"""
