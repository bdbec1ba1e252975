"""Chat goes to inference through its door; import-linter cannot say "nothing but"."""

from __future__ import annotations

import grimp

DOOR = {"inference.client", "inference.stream", "inference.contract", "inference.exceptions"}


def test_chat_imports_nothing_of_inference_but_its_door() -> None:
    graph = grimp.build_graph("operations", "chat", "accounts", "inference", cache_dir=None)
    imported = {
        module
        for importer in graph.modules
        if importer.partition(".")[0] in {"operations", "chat", "accounts"}
        for module in graph.find_modules_directly_imported_by(importer)
        if module.partition(".")[0] == "inference"
    }
    assert imported <= DOOR
    assert "inference.client" in imported
