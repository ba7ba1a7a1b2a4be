#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the source text against the rules of style that a script can check.

usage: tidy.py [--tap] [FILE...]     check these files, or all; the density of assertions with all
       tidy.py --rules               list the rules
       tidy.py --self-test

Every finding is one line, `path:line: rule: what is wrong; what to do`. The rules rely on the
layout that clang-format makes: functions open and close with a brace in the first column.
"""

import collections
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDERS_LEFT_OUT = {'build', '.git', '.ci', '__pycache__', '.cache'}

FILE_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
PARAMETERS_MAX = 5
NESTING_MAX = 3

ASSERTIONS_MIN = 6.0  # for 100 lines of code in ASSERTIONS_IN
ASSERTIONS_IN = 'broker/core/'

# Exceptions, by (rule, path, function or '' for the file): the reason. There is none without a
# reason, and one that is needed no longer is a finding itself.
EXCEPTIONS = {
    ('banned', 'include/tongfa/base.h', ''): 'the one place that names NDEBUG: it refuses it',
    ('unfinished', 'scripts/tidy.py', ''): 'it names what it looks for',
    ('parameters', 'tests/faults/scarce.c', '__wrap_mmap'): 'it takes the place of mmap',
}

# What nobody calls, where, and what to do instead.
BANNED = [
    ('', 'strcpy strcat sprintf vsprintf gets strncpy strncat',
     'it does not know the size of its target; use snprintf or memcpy with a checked size'),
    ('', 'strtok', 'it keeps hidden state; walk the text with strchr or strcspn'),
    ('', 'atoi atol atoll atof', 'it cannot report an error; use strtoll and check its end'),
    ('', 'alloca', 'the stack has no error return; use a bounded array'),
    ('broker/core/', 'malloc calloc realloc free aligned_alloc',
     'the core allocates nothing; take memory from the caller or from a pool made at start'),
    ('broker/core/', 'time clock clock_gettime gettimeofday rand random srand getenv',
     'the core is deterministic; let the shell bring it in with the event'),
    ('broker/core/', 'printf fprintf snprintf vsnprintf puts perror',
     'the core does no output; record a fact or an effect and let the shell say it'),
    ('proto/', 'malloc calloc realloc free aligned_alloc strdup',
     'the codec allocates nothing; write into a struct buffer of the caller'),
]

Finding = collections.namedtuple('Finding', 'rule path line function text')


class Function(collections.namedtuple('Function', 'name line length parameters body')):
    """A function definition; line is that of its head, body begins at the opening brace."""

    def body_line(self):
        return self.line + self.length - len(self.body)


class Source:
    """One file: its lines as they are, and as code without comments, strings and directives."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = text.splitlines()
        self.is_c = path.endswith(('.c', '.h'))
        self.code = blank(text).splitlines() if self.is_c else self.lines
        self.functions = list(functions(self.code)) if self.is_c else []

    def function_at(self, line):
        for function in self.functions:
            if function.line <= line < function.line + function.length:
                return function.name
        return ''


def blank(text):
    """The text with comments, the insides of strings, and directives replaced by spaces."""
    def spaces(match):
        return re.sub(r'[^\n]', ' ', match[0])

    def token(match):
        if match[0][0] == '/':
            return spaces(match)
        return match[0][0] + ' ' * (len(match[0]) - 2) + match[0][-1]

    text = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'',
                  token, text, flags=re.DOTALL)
    return re.sub(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', spaces, text, flags=re.MULTILINE)


def functions(code):
    """The function definitions of blanked code."""
    for at, line in enumerate(code):
        if line != '{' or at == 0 or not code[at - 1].rstrip().endswith(')'):
            continue
        first = at - 1
        while first > 0 and code[first - 1].strip() and not code[first - 1].rstrip().endswith(
                (';', '}', '*/')):
            first -= 1
        last = next((i for i in range(at, len(code)) if code[i].startswith('}')), len(code) - 1)
        head = ' '.join(code[first:at]).strip()
        name, parameters = signature(head)
        yield Function(name, first + 1, last - first + 1, parameters, code[at:last + 1])


def signature(head):
    """Name and count of parameters of a function's head."""
    depth = 0
    commas = 0
    for at in range(len(head) - 1, -1, -1):
        character = head[at]
        if character == ')':
            depth += 1
        elif character == '(':
            depth -= 1
            if depth == 0:
                inside = head[at + 1:-1].strip()
                count = 0 if inside in ('', 'void') else commas + 1
                name = re.search(r'(\w+)\s*$', head[:at])
                return (name[1] if name else '?'), count
        elif character == ',' and depth == 1:
            commas += 1
    return '?', 0


# A rule takes a source and yields (line, text); its docstring says what it wants.

def rule_spdx(source):
    """The first line of every C file is its SPDX line."""
    if source.is_c and source.lines[:1] != ['/* SPDX-License-Identifier: Apache-2.0 */']:
        yield 1, 'no SPDX line; begin with /* SPDX-License-Identifier: Apache-2.0 */'


def rule_file_length(source):
    """A file has at most 600 lines."""
    if len(source.lines) > FILE_LINES_MAX:
        yield 1, (f'{len(source.lines)} lines, {FILE_LINES_MAX} are allowed; '
                  'find the second subject in it and give it a file of its own')


def rule_function_length(source):
    """A function has at most 70 lines."""
    for function in source.functions:
        if function.length > FUNCTION_LINES_MAX:
            yield function.line, (f'{function.name} has {function.length} lines, '
                                  f'{FUNCTION_LINES_MAX} are allowed; name a part of it')


def rule_parameters(source):
    """A function takes at most 5 parameters."""
    for function in source.functions:
        if function.parameters > PARAMETERS_MAX:
            yield function.line, (f'{function.name} takes {function.parameters} parameters, '
                                  f'{PARAMETERS_MAX} are allowed; '
                                  'put what belongs together into a struct')


def rule_nesting(source):
    """Control flow nests at most 3 levels deep."""
    for function in source.functions:
        stack = []
        for offset, line in enumerate(function.body[1:-1]):
            for brace in re.finditer(r'[{}]', line):
                before = line[:brace.start()]
                if brace[0] == '}':
                    if stack:
                        stack.pop()
                    continue
                is_control = re.search(r'(\) |\belse |\bdo |: |^\s*)$', before)
                stack.append(bool(is_control) and all(stack))  # else it is an initialiser
                if stack[-1] and len(stack) > NESTING_MAX:
                    yield function.body_line() + 1 + offset, (
                        f'{function.name} nests {len(stack)} levels deep, {NESTING_MAX} are '
                        'allowed; return early, or make the inside a function')


def rule_braces(source):
    """What an if, else, for or while rules stands in braces, except a guard on one line."""
    for function in source.functions:
        first = function.body_line()
        lines = function.body
        at = 0
        while at < len(lines):
            start = at
            text = lines[at].strip()
            if re.match(r'(\} )?(else )?(if|for|while)\b', text):
                while text.count('(') > text.count(')') and at + 1 < len(lines):
                    at += 1
                    text += ' ' + lines[at].strip()
                is_tail = text.startswith('} while')
                if text.endswith(')') and not is_tail:
                    yield first + start, 'no braces; write them, or fit the guard on one line'
                elif start != at and not text.endswith('{') and not is_tail:
                    yield first + start, 'a guard over several lines; put it in braces'
            elif re.search(r'\belse$', text):
                yield first + start, 'no braces after else; write them'
            at += 1


def rule_guard(source):
    """The include guard of a header is its path."""
    if not source.path.endswith('.h'):
        return
    path = source.path
    if path.startswith('include/'):
        path = path[len('include/'):]
    guard = re.sub(r'[^A-Z0-9]', '_', path.upper())
    directives = [(i, line) for i, line in enumerate(source.lines, 1) if line.startswith('#')]
    found = [line for _, line in directives[:2]]
    if found != [f'#ifndef {guard}', f'#define {guard}'] or directives[-1][1] != '#endif':
        line = directives[0][0] if directives else 1
        yield line, f'the include guard is not the path; it should be {guard}, closed by #endif'


def rule_banned(source):
    """Nobody calls what has no error return, hidden state, or no place in this layer."""
    for line, text in enumerate(source.code if source.is_c else [], 1):
        for folder, names, remedy in BANNED:
            if not source.path.startswith(folder):
                continue
            called = re.search(rf'(?<![\w.>])({"|".join(names.split())})\s*\(', text)
            if called:
                yield line, f'{called[1]} is banned here: {remedy}'
    for line, text in enumerate(source.lines if source.is_c else [], 1):
        if re.search(r'\bNDEBUG\b', text):
            yield line, 'NDEBUG: assertions are part of the program; remove it'


def rule_typedef(source):
    """No struct is hidden behind a typedef, except an id of one field."""
    if not source.is_c:
        return
    code = '\n'.join(source.code)
    for match in re.finditer(r'\btypedef\s+struct\s*\w*\s*(\{([^}]*)\}|\*?\s*\w+\s*;)', code):
        if match[2] is None or match[2].count(';') != 1:
            line = code.count('\n', 0, match.start()) + 1
            yield line, 'typedef of a struct; write `struct name` where it is used'


def rule_unfinished(source):
    """What is unfinished bears a name and a condition."""
    for line, text in enumerate(source.lines, 1):
        for match in re.finditer(r'\b(TODO|FIXME|XXX)\b(.*)', text):
            if not re.match(r'\(\w[\w .-]*\): .*\b(when|once|if|after|until)\b', match[2]):
                yield line, (f'{match[1]} without a name and a condition; write '
                             f'"{match[1]}(name): what, when ..." or do it')


def rule_includes(source):
    """Own header first, then the project's, written from the root; then <others>."""
    if not source.is_c:
        return
    includes = []
    for line, text in enumerate(source.lines, 1):
        match = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', text)
        if match:
            includes.append((line, match[1], match[2]))
    own = source.path[:-2] + '.h'
    if own.startswith('include/'):
        own = own[len('include/'):]
    paths = [path for _, _, path in includes]
    if source.path.endswith('.c') and own in paths and paths[0] != own:
        yield includes[0][0], f'the own header is not first; move "{own}" up'
    angle = False
    for line, quote, path in includes:
        is_ours = path.split('/')[0] in PROJECT_FOLDERS and '/' in path
        if quote == '"' and not is_ours:
            yield line, f'"{path}" is not written from the root, as in "broker/core/job.h"'
        elif quote == '<' and is_ours:
            yield line, f'<{path}> is ours; write "{path}"'
        elif quote == '"' and angle:
            yield line, f'"{path}" comes after a <system> header; the project comes first'
        angle = angle or quote == '<'


PROJECT_FOLDERS = {'tongfa', 'proto', 'broker', 'workers', 'client', 'gateway', 'tests', 'bench'}

RULES = {name[len('rule_'):]: rule for name, rule in list(globals().items())
         if name.startswith('rule_')}


def check(source):
    """All findings in one file, exceptions included."""
    for name, rule in RULES.items():
        for line, text in rule(source):
            yield Finding(name, source.path, line, source.function_at(line), text)


def project_files():
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(set(folders) - FOLDERS_LEFT_OUT)
        for name in sorted(names):
            if name.endswith(('.c', '.h', '.py')):
                yield os.path.relpath(os.path.join(folder, name), ROOT)


def check_files(paths):
    """Findings that no exception covers, and exceptions that nothing needs."""
    used = set()
    for path in paths:
        with open(os.path.join(ROOT, path), encoding='utf-8') as file:
            source = Source(path, file.read())
        for finding in check(source):
            keys = {(finding.rule, path, finding.function), (finding.rule, path, '')}
            if keys & EXCEPTIONS.keys():
                used |= keys & EXCEPTIONS.keys()
            else:
                yield finding
    for rule, path, function in EXCEPTIONS.keys() - used:
        if path in paths or not os.path.exists(os.path.join(ROOT, path)):
            yield Finding(rule, 'scripts/tidy.py', 1, '',
                          f'the exception for {path} {function} is not needed; remove it')


class Density:
    """How many assertions stand in so many lines of code: no comments, empty lines, directives."""

    def __init__(self):
        self.assertions = 0
        self.lines = 0

    def add(self, source):
        code = [line for line in source.code if line.strip()]
        self.lines += len(code)
        self.assertions += sum(len(re.findall(r'\bassert\(', line)) for line in code)

    def per_100(self):
        return 100 * self.assertions / max(self.lines, 1)

    def __str__(self):
        return (f'{ASSERTIONS_IN} has {self.per_100():.1f} assertions in 100 lines of code '
                f'({self.assertions} in {self.lines}), {ASSERTIONS_MIN:.0f} at least')


def density_of(paths):
    density = Density()
    for path in paths:
        if path.startswith(ASSERTIONS_IN) and path.endswith(('.c', '.h')):
            with open(os.path.join(ROOT, path), encoding='utf-8') as file:
                density.add(Source(path, file.read()))
    return density


def print_tap(findings, density):
    by_rule = collections.defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    for number, (name, rule) in enumerate(RULES.items(), 1):
        for finding in by_rule[name]:
            print(f'# {finding.path}:{finding.line}: {finding.text}')
        print(f'{"not ok" if by_rule[name] else "ok"} {number} - {rule.__doc__}')
    good = density.per_100() >= ASSERTIONS_MIN
    print(f'{"ok" if good else "not ok"} {len(RULES) + 1} - {density}')
    print(f'1..{len(RULES) + 1}')


# Snippets that break one rule each, at one line; line 0 means that nothing is wrong.
SPDX = '/* SPDX-License-Identifier: Apache-2.0 */\n'
BODY = 'int f(int a)\n{\n%s\n}\n'
SELF_TESTS = [
    ('spdx', 'client/a.c', 'int a;\n', 1),
    ('spdx', 'client/a.c', SPDX, 0),
    ('file_length', 'client/a.c', SPDX + '\n' * FILE_LINES_MAX, 1),
    ('file_length', 'client/a.c', SPDX + '\n' * (FILE_LINES_MAX - 1), 0),
    ('function_length', 'client/a.c', BODY % ('\n' * (FUNCTION_LINES_MAX - 3)), 1),
    ('function_length', 'client/a.c', BODY % ('\n' * (FUNCTION_LINES_MAX - 4)), 0),
    ('parameters', 'client/a.c', 'int f(int a, int b, int c,\n      int d, int e, int f)\n{\n}\n', 1),
    ('parameters', 'client/a.c', 'int f(int (*a)(int, int), int b, int c, int d, int e)\n{\n}\n', 0),
    ('nesting', 'client/a.c', BODY % 'if (a) {\nfor (;;) {\nswitch (a) {\nif (a) {\n}}}}', 6),
    ('nesting', 'client/a.c', BODY % 'do {\nfor (;;) {\nif (a) {\nx = (struct x){ { { 0 } } };\n}}} while (a);', 0),
    ('nesting', 'client/a.c', BODY % 'if (a) {\nstatic const int t[] = {\n{\n{ 0 },\n},\n};\n}', 0),
    ('nesting', 'client/a.c', BODY % '/* if (a) { if (a) { if (a) { if (a) { */ puts("{{{{{");', 0),
    ('braces', 'client/a.c', BODY % 'if (a)\n    return 1;', 3),
    ('braces', 'client/a.c', BODY % 'for (;;)\n    a++;', 3),
    ('braces', 'client/a.c', BODY % 'if (a) {\n} else\n    a++;', 4),
    ('braces', 'client/a.c', BODY % 'if (a &&\n    a) return 1;', 3),
    ('braces', 'client/a.c', BODY % 'if (a) return 1;\nif (a &&\n    a) {\n}\ndo {\n} while (a);', 0),
    ('guard', 'broker/core/job.h', SPDX + '#ifndef JOB_H\n#define JOB_H\n#endif\n', 2),
    ('guard', 'broker/core/job.h', '#ifndef BROKER_CORE_JOB_H\n#define BROKER_CORE_JOB_H\n#endif\n', 0),
    ('guard', 'include/tongfa/a.h', '#ifndef TONGFA_A_H\n#define TONGFA_A_H\n#endif\n', 0),
    ('guard', 'include/tongfa/a.h', 'int a;\n', 1),
    ('banned', 'client/a.c', BODY % 'strcpy(a, b);', 3),
    ('banned', 'client/a.c', BODY % '/* strcpy(a, b) */ puts("gets(a)"); free(a); x->time(); job_free(a);', 0),
    ('banned', 'broker/core/a.c', BODY % 'a = malloc(1);', 3),
    ('banned', 'broker/core/a.c', BODY % 'a = time(NULL);', 3),
    ('banned', 'proto/a.c', BODY % 'free(a);', 3),
    ('banned', 'client/a.c', '#define NDEBUG\n', 1),
    ('typedef', 'client/a.h', 'typedef struct {\n    int n;\n} job_id;\n', 0),
    ('typedef', 'client/a.h', 'typedef struct job *(*job_maker)(void);\n', 0),
    ('typedef', 'client/a.h', '\ntypedef struct {\n    int n;\n    int m;\n} job;\n', 2),
    ('typedef', 'client/a.h', 'typedef struct job job;\n', 1),
    ('unfinished', 'client/a.c', '/* TODO: more */\n', 1),
    ('unfinished', 'client/a.py', '# FIXME(wang): more\n', 1),
    ('unfinished', 'client/a.c', '/* TODO(wang): more, when libzmq 5 is out */\n', 0),
    ('includes', 'client/a.c', '#include "a.h"\n', 1),
    ('includes', 'client/a.c', '#include <stdio.h>\n#include "client/b.h"\n', 2),
    ('includes', 'client/a.c', '#include "client/b.h"\n#include "client/a.h"\n', 1),
    ('includes', 'client/a.c', '#include <tongfa/errors.h>\n', 1),
    ('includes', 'client/a.c', '#include "client/a.h"\n#include "tongfa/b.h"\n\n#include <zmq.h>\n', 0),
]


def self_test():
    wrong = 0
    for number, (rule, path, text, line) in enumerate(SELF_TESTS, 1):
        found = [at for at, _ in RULES[rule](Source(path, text))]
        good = found == ([line] if line else [])
        wrong += not good
        print(f'{"ok" if good else "not ok"} {number} - {rule}: {text[-60:]!r}')
        if not good:
            print(f'# expected line {line}, found {found}')
    untried = RULES.keys() - {test[0] for test in SELF_TESTS}
    print(f'{"not ok" if untried else "ok"} {len(SELF_TESTS) + 1} - every rule is tried')
    density = Density()
    density.add(Source('broker/core/a.c', SPDX + '#include <assert.h>\n\n' +
                       BODY % '    assert(a);\n    /* assert(b); */\n    static_assert(1, "");'))
    good = (density.assertions, density.lines) == (1, 5)
    print(f'{"ok" if good else "not ok"} {len(SELF_TESTS) + 2} - assertions and code are counted')
    print(f'1..{len(SELF_TESTS) + 2}')
    return 1 if wrong or untried or not good else 0


def main(arguments):
    if arguments == ['--self-test']:
        return self_test()
    if arguments == ['--rules']:
        for name, rule in RULES.items():
            print(f'{name:16} {rule.__doc__}')
        return 0
    if arguments in (['-h'], ['--help']):
        print(__doc__.strip())
        return 0
    tap = arguments[:1] == ['--tap']
    paths = [os.path.relpath(os.path.abspath(path), ROOT) for path in arguments[tap:]]
    everything = list(project_files())
    findings = list(check_files(paths or everything))
    density = density_of(everything)
    if tap:
        print_tap(findings, density)
    else:
        for finding in findings:
            print(f'{finding.path}:{finding.line}: {finding.rule}: {finding.text}')
        if not paths:
            print(density)
    return 1 if findings or density.per_100() < ASSERTIONS_MIN else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
