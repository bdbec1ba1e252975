"""Say in which number format this processor multiplies fastest. Knows no model."""

import torch


def bfloat16_is_fast() -> bool:
    """Older processors only imitate bfloat16, many times slower than float32.

    torch has no public test.
    """
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())  # noqa: SLF001
