# SPDX-License-Identifier: GPL-3.0-or-later
"""Who lives in the demo's community, and what is said there."""

SPACE = {'alias': 'commons', 'name': 'Wiki Commons Demo',
         'topic': 'Rooms for everybody who writes, draws, photographs or asks. Be kind; ask anything.'}

PEOPLE = {
    'amina': 'أمينة التونسية',
    'ben': 'Ben Okafor',
    'claire': 'Claire Moreau',
    'jonas': 'Jonas Weber',
    'rado': 'Rado Rakotoson',
    'sofia': 'Sofia Lindqvist',
}
BOT = ('changes-bot', 'ChangesBot')
VISITOR = ('visitor', 'Visitor')

ROOMS = [
    {'alias': 'help', 'name': 'Wiki Help Desk', 'topic': 'Ask anything about editing. All languages. Guests are welcome.',
     'people': ['ben', 'amina', 'claire', 'jonas', 'sofia', 'rado'], 'guests': True, 'open': True},
    {'alias': 'workshop', 'name': 'Templates and Code',
     'topic': 'Templates, modules, bots: show your code and let others read it.',
     'people': ['sofia', 'ben', 'jonas', 'rado'], 'open': True},
    {'alias': 'maydan', 'name': 'ميدان المحررين', 'topic': 'حديث مفتوح بالعربية عن المقالات والصور والترجمة.',
     'people': ['amina', 'rado', 'claire'], 'guests': True, 'open': True},
    {'alias': 'bistro', 'name': 'Le Bistro', 'topic': 'On parle de tout ce qui touche aux articles, en français.',
     'people': ['claire', 'amina', 'rado'], 'guests': True, 'open': True},
    {'alias': 'schreibstube', 'name': 'Schreibstube', 'topic': 'Fragen und Antworten rund ums Schreiben, auf Deutsch.',
     'people': ['jonas', 'sofia', 'claire'], 'guests': True, 'open': True},
    {'alias': 'photos', 'name': 'Photo Walks', 'topic': 'Where we walk next, and what we brought home.',
     'people': ['rado', 'claire', 'ben', 'sofia'], 'version': '12'},
    {'alias': 'feed', 'name': 'Recent Changes', 'topic': 'One line for every change that wants a second look.',
     'people': ['sofia', 'jonas', 'ben'], 'feed': True, 'open': True},
    {'alias': 'care', 'name': 'Care Team', 'topic': 'Those who look after the rooms. By invitation.',
     'people': ['claire', 'ben', 'amina'], 'private': True},
]

# What was said, oldest first: (who, text), with the marks ('reply', number), ('edit', text), ('react', who, key), ('html',
# text) and ('picture',): then the text is its name.
TALK = {
    'help': [
        ('ben', 'Good morning! The help desk is open. There are no silly questions here.'),
        ('claire', 'Bonjour à toutes et à tous ! Je réponds aussi en français.'),
        ('amina', 'صباح الخير! أجيب عن الأسئلة بالعربية أيضًا.'),
        ('sofia', 'How do I move an article whose title has a typing mistake? I am not allowed to.', ('react', 'ben', '👀')),
        ('ben', 'Ask on the talk page, or tell me the title here and I will move it.', ('reply', -1),
         ('react', 'sofia', '👍'), ('react', 'rado', '👍')),
        ('sofia', 'It is "Teahuose", should be "Teahouse".'),
        ('ben', 'Moved, and the old titel leads to the new one.',
         ('edit', 'Moved, and the old title leads to the new one.'), ('react', 'sofia', '🎉')),
        ('rado', 'Is there a list of articles about Madagascar that need pictures?'),
        ('claire', 'Oui : la catégorie « Article à illustrer », triée par pays.', ('reply', -1), ('react', 'rado', '❤️')),
        ('jonas', 'Kann ich hier auch auf Deutsch fragen?'),
        ('ben', 'Of course, somebody will understand you. Jonas and Sofia do, at least.', ('reply', -1)),
        ('amina', 'من يريد مراجعة مقالة قصيرة عن تاريخ الشاي؟ كتبتُها أمس.'),
        ('rado', 'I can read it if you show me where the sources are.', ('reply', -1), ('react', 'amina', '🙏')),
        ('jonas', 'Wie zähle ich die Wörter eines Artikels?'),
        ('sofia', 'def words(text):\n    return len(text.split())',
         ('html', '<pre><code class="language-python">def words(text):\n    return len(text.split())\n</code></pre>'),
         ('react', 'jonas', '🚀')),
        ('rado', 'harbour.png', ('picture',), ('react', 'claire', '😍'), ('react', 'amina', '📷')),
        ('claire', 'Magnifique ! Elle illustre bien l’article sur le port.', ('reply', -1)),
        ('sofia', 'Reminder: the introduction for newcomers starts in an hour, in this room.', ('react', 'ben', '📌')),
        ('ben', 'See you there. Bring tea.'),
    ],
    'maydan': [
        ('amina', 'أهلًا بالجميع في الميدان.'),
        ('rado', 'شكرًا لكم. أنا أتعلم العربية، فسامحوا أخطائي.'),
        ('amina', 'لا بأس أبدًا، كلنا نتعلم.', ('reply', -1), ('react', 'rado', '🌷')),
        ('claire', 'هل لدينا صور لسوق المدينة القديمة؟'),
        ('amina', 'نعم، رفعتُ ثلاث صور أمس، وسأضيف وصفًا لكل واحدة منها.', ('reply', -1), ('react', 'claire', '📷')),
        ('amina', 'اقتراح الأسبوع: نترجم معًا مقالة Help:Editing ثم نراجعها.'),
        ('rado', 'أنا معكم. متى نبدأ؟'),
        ('amina', 'مساء الخميس، الساعة ٧.', ('edit', 'مساء الخميس، الساعة ٨.')),
    ],
    'bistro': [
        ('claire', 'Le café est servi. Qui relit l’article sur le thé à la menthe ?'),
        ('amina', 'Moi, si quelqu’un vérifie les références après.'),
        ('claire', 'Marché conclu.', ('reply', -1), ('react', 'amina', '☕')),
        ('rado', 'Comment dit-on « redirect » en français, déjà ?'),
        ('claire', 'Une redirection, tout simplement.', ('reply', -1), ('react', 'rado', '👍')),
        ('rado', 'Merci. J’en ai créé trois pour les noms malgaches des villes.'),
        ('amina', 'Pensez à ajouter la prononciation, beaucoup de lecteurs la cherchent.'),
        ('claire', 'Bonne idée, je m’en occupe ce soir.'),
    ],
    'schreibstube': [
        ('jonas', 'Moin! Wie haltet ihr es mit Jahreszahlen am Satzanfang?'),
        ('sofia', 'Lieber umstellen, das liest sich ruhiger.', ('reply', -1), ('react', 'jonas', '👍')),
        ('jonas', 'Dachte ich mir. Dann ändere ich den ersten Abschnitt.'),
        ('claire', 'Darf ich Anführungszeichen nach französischer Art verwenden?'),
        ('jonas', 'Im Deutschen bitte „so“, in Zitaten aus dem Französischen gern « so ».', ('reply', -1)),
        ('sofia', 'Die Übersicht der fehlenden Straßennamen ist fertig, mit Größe und Lage.', ('react', 'jonas', '🚀')),
        ('jonas', 'Großartig! Ich prüfe sie morgen früh.'),
    ],
    'photos': [
        ('rado', 'Next walk: Sunday at ten, from the old bridge to the harbour.'),
        ('claire', 'I come, and I bring the long lens.', ('react', 'rado', '📷')),
        ('ben', 'Can beginners come along with a telephone?'),
        ('rado', 'The best camera is the one you carry. Come!', ('reply', -1), ('react', 'ben', '😀')),
    ],
    'care': [
        ('claire', 'This room is for the people who look after the others. What is said here stays here.'),
        ('ben', 'Somebody posted the same advertisement in three rooms last night. I removed it.'),
        ('amina', 'شكرًا بن. سأراقب غرفة الميدان الليلة.'),
        ('claire', 'Thank you both. Please write down the time when you remove something.'),
    ],
}

# The long room: sentences put together, and the pieces with HTML and code between them.
QUESTIONS = [
    'Does anybody know why {thing} shows the {part} twice?',
    'Who has changed {thing} since yesterday?',
    'Can {thing} read the {part} from another page?',
    'I think {thing} needs a test for an empty {part}.',
    'What happens to {thing} when the {part} is in Arabic?',
    'Is there a reason that {thing} ignores the {part}?',
]
ANSWERS = [
    'Yes: the {part} is read before {thing} is ready.',
    'I looked at it; a line in {thing} has one bracket too many.',
    'It should. Try it in the sandbox first.',
    'That was me, sorry. I will put the {part} back.',
    'Works here. Which page do you look at?',
    'Good find. I write the test tonight.',
    'The {part} may be empty, {thing} never expected that.',
    'Let us keep {thing} small, and give the {part} a page of its own.',
    'Done, please look again.',
    'Thanks!',
    'Let me sleep over the {part} and answer tomorrow. It is a longer story: {thing} was written when pages were short, and '
    'nobody thought of tables inside of lists, or of names that read from right to left. What it needs is a fresh start.',
]
THINGS = ['the date template', 'the infobox', 'the map module', 'the citation tool', 'the category tree', 'my small bot',
          'the gallery', 'the welcome script']
PARTS = ['title', 'caption', 'second column', 'name of the month', 'footnote', 'picture', 'summary', 'last line']

HTML = [
    ('Three steps:\n1. open the sandbox\n2. paste\n3. look at the result',
     '<p>Three steps:</p><ol><li>open the <strong>sandbox</strong></li><li>paste</li><li>look at the <em>result</em></li>'
     '</ol>'),
    ('def words(text):\n    return sorted(set(text.split()))',
     '<pre><code class="language-python">def words(text):\n    """Each word once."""\n    return sorted(set(text.split()))\n'
     '</code></pre>'),
    ('local p = {}\nfunction p.main(frame) return frame.args[1] end\nreturn p',
     '<p>The whole module:</p><pre><code class="language-lua">local p = {}\n\nfunction p.main (frame)\n  return '
     'frame.args[1] or "nothing"\nend\n\nreturn p\n</code></pre>'),
    ('Pages by language: English 412, French 288, Arabic 190, German 305',
     '<table><thead><tr><th>Language</th><th>Pages</th></tr></thead><tbody><tr><td>English</td><td>412</td></tr>'
     '<tr><td>French</td><td>288</td></tr><tr><td>العربية</td><td>190</td></tr><tr><td>German</td><td>305</td></tr></tbody>'
     '</table>'),
    ('> It never worked with two columns.\nIt does since Tuesday.',
     '<blockquote>It never worked with two columns.</blockquote><p>It does <del>now</del> since <u>Tuesday</u>.</p>'),
    ('Read the manual: https://example.org/manual and use {{date|now}}',
     '<p>Read <a href="https://example.org/manual">the manual</a> and use <code>{{date|now}}</code>.</p>'),
    ('Nested list: colours (warm: red, yellow; cold: blue)',
     '<ul><li>colours<ul><li>warm<ul><li>red</li><li>yellow</li></ul></li><li>cold: blue</li></ul></li></ul>'),
    ('What is new in the map module: names from right to left',
     '<h3>What is new in the map module</h3><p>Names from right to left: <span dir="rtl">سوسة</span>, and the '
     '<span data-mx-spoiler>answer to everything</span>.</p><hr>'),
]

# The feed: one line a change, coloured as the bots of IRC do it.
FEED_PAGES = ['Teahouse', 'Talk:Map of Sousse', 'Straßennamen', 'Thé à la menthe', 'تاريخ الشاي', 'Antananarivo',
              'User:Sofia/sandbox', 'List of bridges', 'Harbour', 'Hilfe:Schreiben']
FEED_NOTES = ['typing mistake', 'added a source', 'new picture', 'blanked a paragraph', 'first edit', 'undid a change',
              'category', 'translation']

# What is said while the demo runs.
CHATTER = {
    'help': [('sofia', 'I have just seen three new people at the introduction. Lovely!'),
             ('rado', 'The list of articles without pictures has become shorter by ten.'),
             ('jonas', 'Somebody should write down how to add a map; I start a page for it.'),
             ('ben', 'Tea break. I am back in five minutes.')],
    'maydan': [('amina', 'أضفتُ الآن مصدرًا جديدًا إلى المقالة.'), ('rado', 'قرأتُها، إنها جميلة!'),
               ('amina', 'من معه صورة لأبواب المدينة؟')],
    'bistro': [('claire', 'J’ai relu le deuxième paragraphe, il est bien plus clair.'),
               ('rado', 'Je passe aux notes de bas de page.'), ('amina', 'Qui veut traduire le résumé ?')],
    'schreibstube': [('jonas', 'Der Abschnitt über Brücken hat jetzt eine Karte.'),
                     ('sofia', 'Schön geworden! Nur die Fußnote 3 führt ins Leere.')],
    'workshop': [('sofia', 'The date template now knows three calendars.'), ('ben', 'And it still fits on one screen.'),
                 ('jonas', 'I let my small bot run over the sandbox, slowly.')],
    'photos': [('rado', 'The light at the harbour is good just now.'), ('claire', 'I have sorted last Sunday’s pictures.')],
}

# How the help desk answers newcomers: who, the signs of the language, the answers.
HELPERS = [
    ('amina', r'[\u0600-\u06ff]', ['أهلًا وسهلًا بك! سؤال جيد، سأبحث لك عن الجواب حالًا.',
                                   'مرحبًا! يمكنك أن تبدأ من صفحة المساعدة، وأنا هنا إن احتجت شيئًا.']),
    ('claire', r'(?i)\b(bonjour|salut|merci|comment|pourquoi|je|est-ce|puis-je)\b',
     ['Bonjour et bienvenue ! Je regarde tout de suite.', 'Bonne question ! Essayez d’abord dans le brouillon, je vous suis.']),
    ('jonas', r'(?i)\b(hallo|guten|danke|wie|ich|warum|kann|bitte)\b',
     ['Hallo und willkommen! Ich schaue gleich nach.', 'Gute Frage! Probier es in der Spielwiese, ich lese mit.']),
    ('ben', '', ['Hello and welcome! Good question, I am looking it up right now.',
                 'Welcome! Try it in the sandbox first, I will watch and help.',
                 'Happy to help. Which page are you looking at?']),
]
WELCOME = 'Welcome, {name}! Ask whatever you like, somebody is always here.'
