"""What a machine-readable line may say: random lines in the layouts of ICAO Doc 9303 parts 4-7.

Everything here is invented. `random_line(r)` returns 30, 36 or 44 characters of the MRZ alphabet;
the share of plain noise keeps the network from learning a language instead of shapes.
"""

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
LETTERS, DIGITS = ALPHABET[:26], ALPHABET[26:36]
# Groups that OCR-B readers confuse (Doc 9303-3 §4.3 gives the shapes); lines of these alone are the hard drill.
CONFUSABLE = "O0QDCGB8S5Z2I1L7TJ6UVYAKX4<MNHWEF3P9R"

STATES = (
    "USA GBR FRA D DEU ITA ESP NLD POL CZE SVK AUT CHE SWE NOR DNK FIN ISL IRL PRT GRC HUN ROU BGR HRV SVN SRB LTU LVA "
    "EST UKR RUS TUR CHN JPN KOR IND PAK BGD IRN IRQ ISR EGY MAR DZA TUN NGA KEN ZAF BRA ARG CHL PER COL MEX CAN AUS "
    "NZL IDN THA VNM PHL MYS SGP BEL LUX MCO LIE MLT CYP BLR MDA GEO ARM KAZ UZB TWN QAT ARE SAU KWT LBN JOR SYR ETH "
    "GHA SEN CIV UTO XXA XXB XXX EUE UNO RKS GBN"
).split()
FAMILY = (
    "ERIKSSON ANDERSSON LINDSTROEM KOWALSKI NOWAK NOVAK HORVAT MUELLER SCHMIDT WEBER ROSSI BIANCHI GARCIA FERNANDEZ "
    "SILVA SANTOS IVANOV PETROV SHEVCHENKO POPESCU IONESCU NAGY SZABO KOVACS YILMAZ KAYA HASSAN AHMED KHAN SINGH NGUYEN "
    "TRAN WANG ZHANG TANAKA SATO KIM PARK SMITH JONES MARTIN DUBOIS LEFEBVRE JANSEN DEVRIES OBRIEN OSULLIVAN VIRTANEN "
    "KORHONEN TAMM BERZINS KAZLAUSKAS MUSTERMANN SPECIMEN SAMPLE TRAVELER"
).split()
GIVEN = (
    "ANNA MARIA ERIK LARS KARIN JAN PIOTR KATARZYNA MAREK JANA IVANA LUKA HANS ERIKA KLAUS GIULIA MARCO CARMEN JOSE JOAO "
    "ANA IVAN OLGA TARAS OKSANA ANDREI ELENA ISTVAN ZSOFIA MEHMET AYSE ALI FATIMA MOHAMMED YUSUF AMAR LI WEI HIRO YUKI "
    "MIN JOHN MARY JEAN LUC MARIE PIETER WILLEM SEAN AOIFE MIKKO AINO TIIU JANIS JONAS SPECIMEN"
).split()


def check_digit(text):
    """Doc 9303-3 §4.9: weights 7 3 1, modulo 10."""
    total = 0
    for i, c in enumerate(text):
        value = 0 if c == "<" else int(c) if c in DIGITS else ord(c) - 55
        total += value * (7, 3, 1)[i % 3]
    return str(total % 10)


def pad(text, n):
    return (text + "<" * n)[:n]


def _word(r, low, high):
    if r.random() < 0.4:
        return "".join(r.choice(LETTERS) for _ in range(r.randint(low, high)))
    vowels, consonants = "AEIOUY", "BCDFGHJKLMNPQRSTVWXZ"
    flip = r.random() < 0.5
    return "".join(r.choice(vowels if (i % 2 == 0) ^ flip else consonants) for i in range(r.randint(low, high)))


def _names(r, n):
    family = [r.choice(FAMILY) if r.random() < 0.4 else _word(r, 2, 12) for _ in range(r.choice([1, 1, 1, 2]))]
    given = [r.choice(GIVEN) if r.random() < 0.4 else _word(r, 1, 10) for _ in range(r.choice([0, 1, 1, 2, 2, 3]))]
    return pad("<".join(family) + "<<" + "<".join(given), n)


def _date(r):
    return "%02d%02d%02d" % (r.randint(0, 99), r.randint(1, 12), r.randint(1, 31))


def _code(r, n, digits=0.65):
    return "".join(r.choice(DIGITS) if r.random() < digits else r.choice(LETTERS) for _ in range(n))


def _number(r):
    kind = r.random()
    if kind < 0.3:
        return pad(r.choice(LETTERS) + r.choice(ALPHABET[:36]) + _code(r, 7, 1.0), 9)
    if kind < 0.5:
        return _code(r, 9, 1.0)
    return pad(_code(r, r.randint(5, 9)), 9)


def _optional(r, n):
    return "<" * n if r.random() < 0.5 else pad(_code(r, r.randint(1, n), 0.75), n)


def _td1(r):
    state, nationality = pad(r.choice(STATES), 3), pad(r.choice(STATES), 3)
    number, birth, expiry = _number(r), _date(r), _date(r)
    which = r.randrange(3)
    if which == 0:
        return r.choice("IACIR") + r.choice("<DRTAPVO1") + state + number + check_digit(number) + _optional(r, 15)
    if which == 1:
        head = birth + check_digit(birth) + r.choice("MF<") + expiry + check_digit(expiry) + nationality
        return head + _optional(r, 11) + r.choice(DIGITS)
    return _names(r, 30)


def _two_line(r, n):
    state, nationality = pad(r.choice(STATES), 3), pad(r.choice(STATES), 3)
    if r.random() < 0.5:
        return r.choice(["P<", "P<", "PP", "PD", "PA", "V<", "VC", "VN", "I<", "ID", "AC", "C<"]) + state + _names(r, n - 5)
    number, birth, expiry = _number(r), _date(r), _date(r)
    line = number + check_digit(number) + nationality + birth + check_digit(birth) + r.choice("MF<") + expiry
    line += check_digit(expiry)
    optional = _optional(r, n - len(line) - 2)
    return line + optional + check_digit(optional) + r.choice(DIGITS)


def _french_id(r):
    if r.random() < 0.5:
        return "IDFRA" + pad(_names(r, 25), 25) + _code(r, 3, 1.0) + _code(r, 3, 1.0)
    return _code(r, 13, 1.0) + pad(r.choice(GIVEN) + "<<" + r.choice(GIVEN), 14) + _code(r, 7, 1.0) + r.choice("MF") + r.choice(DIGITS)


def random_line(r):
    """One line of text; `r` is a seeded random.Random."""
    kind, n = r.random(), r.choice([44, 44, 36, 30, 30])
    if kind < 0.12:
        return "".join(r.choice(ALPHABET) for _ in range(n))
    if kind < 0.20:
        return "".join(r.choice(CONFUSABLE) for _ in range(n))
    if kind < 0.24:
        return _french_id(r)
    return _td1(r) if n == 30 else _two_line(r, n)
