"""How much processor time `import wsgi` costs, the median of five fresh processes."""

import statistics
from typing import Any

from tests.bench.portal import peak_of


def run() -> dict[str, Any]:
    times = [peak_of("import wsgi")[0] for _ in range(5)]
    bare = [peak_of("import flask, flask_sqlalchemy, flask_login, flask_wtf")[0] for _ in range(5)]
    made = [
        peak_of("import wsgi, tempfile, os; os.environ['DATA_DIR'] = tempfile.mkdtemp(); wsgi.app")[0] for _ in range(3)
    ]
    return {
        "import_wsgi_cpu_s": statistics.median(times),
        "bare_libraries_cpu_s": statistics.median(bare),
        "import_and_create_cpu_s": statistics.median(made),
        "bound_s": 1.0,
    }
