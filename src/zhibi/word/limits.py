"""What a file may hold. A report of 1000 pages has about 10 MB of XML; photographs are larger."""

MAX_FILE = 128 << 20  # bytes
MAX_UNPACKED = 512 << 20  # bytes of all parts of a package
MAX_XML = 32 << 20  # bytes of all XML parts unpacked
MAX_PARTS = 5_000
MAX_RATIO = 200  # unpacked to packed size, where more than MAX_XML is unpacked
MAX_TEXT = 32 << 20  # bytes of a .csv, .tsv or .txt

MAX_TREE = 1_000_000  # elements of a part of a .docx: the tree takes about 200 bytes for each
MAX_PARAGRAPHS = 50_000  # of a .docx; 1000 pages have about half as many
MAX_STREAM = 2_000_000  # elements of a part of a workbook, which is read without a tree

MAX_SHEETS = 256
MAX_ROWS = 200_000
MAX_COLUMNS = 1_000
MAX_CELLS = 500_000  # of a workbook, those that hold something; and of a sheet's rectangle
LARGE_SHEET = 20_000  # cells: what is wrong with a larger one is looked for in its head first
HEAD_ROWS = 500
HEAD_CELLS = 20_000
MAX_PROBLEMS = 100  # of a file: no more are looked for
MAX_STYLES = 65_500
MAX_MERGES = 20_000
MAX_MERGED_AREA = 200_000
MAX_NUMBER = 40  # characters of a number in a cell
