"""What are made-up children and reviews called? Plants, birds and places, so that nobody takes them for a child’s."""

from __future__ import annotations

NAMES = (
    "Linden", "Aspen", "Willow", "Cedar", "Larch", "Elder", "Beech", "Bramble", "Clover", "Heather", "Fern", "Poppy",
    "Sorrel", "Thistle", "Yarrow", "Briar", "Campion", "Myrtle", "Teasel", "Tansy", "Burdock", "Cowslip", "Speedwell",
    "Bracken", "Gorse", "Ivy", "Lavender", "Mallow", "Marigold", "Nettle", "Pepper", "Privet", "Sage", "Sedge",
    "Spruce", "Thyme", "Vetch", "Violet", "Woodruff", "Yew", "Wren", "Finch", "Lark", "Linnet", "Martin",
    "Plover", "Siskin", "Starling", "Swift", "Teal", "Heron", "Dunlin", "Merlin", "Kestrel", "Osprey", "Curlew",
    "Avocet", "Bunting", "Dipper", "Dotterel", "Fulmar", "Gannet", "Godwit", "Jay", "Kite", "Knot", "Lapwing",
    "Pipit", "Puffin", "Redstart", "Rook", "Ruff", "Sandpiper", "Skylark", "Snipe", "Sparrow", "Swallow", "Tern",
    "Thrush", "Turnstone", "Twite", "Wagtail", "Whimbrel", "Whinchat", "Wigeon", "Chough", "Crake", "Eider", "Garganey",
    "Pebble", "River", "Meadow", "Brook", "Harbour", "Island", "Valley", "Moor", "Fell", "Tarn", "Beck", "Cliff",
    "Dune", "Estuary", "Glen", "Heath", "Marsh", "Orchard", "Quarry", "Shore", "Spring", "Summit", "Thicket", "Weir",
)  # fmt: skip
