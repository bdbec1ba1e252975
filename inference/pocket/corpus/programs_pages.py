"""Small pieces of HTML, CSS, SQL and shell that Pocket can write, and what people call them.

Knows code. Knows no way of asking beyond a verb phrase and a noun for each task.
"""

from inference.pocket.corpus.task import Task

MORE_PAGES = [
    Task(
        "[make|create|write|add|insert|show|build|draw] a [table|table with two columns|table with headings|simple table|data table]",
        "[table|simple table|table with headings|table with two rows|table example|basic table]",
        {
            "html": "<table>\n  <tr><th>Name</th><th>Age</th></tr>\n  <tr><td>Ada</td><td>36</td></tr>\n  <tr><td>Alan</td><td>41</td></tr>\n</table>"
        },
    ),
    Task(
        "[make|create|write|add|insert|show] [a list|a bullet list|an unordered list|an ordered list|bullet points|a numbered list|a menu]",
        "[list|bullet list|unordered list|ordered list|navigation list|list example]",
        {"html": "<ul>\n  <li>Apple</li>\n  <li>Banana</li>\n  <li>Orange</li>\n</ul>"},
    ),
    Task(
        "[make|create|add|insert|put|write|place] a [button|clickable button|button that shows an alert|simple button|button on a page]",
        "[button|clickable button|simple button|button with an alert|button example]",
        {"html": '<button type="button" onclick="alert(\'Hello!\')">Click me</button>'},
    ),
    Task(
        "[make|add|create|insert|write|put|set] [a link|a hyperlink|a link to a page|an anchor|a link to another site]|link to [another page|a website]",
        "[link|hyperlink|anchor tag|link tag|a tag|link example]",
        {"html": '<a href="https://example.com">A link</a>'},
    ),
    Task(
        "[add|insert|show|put|embed|display|include] [an image|a picture|a photo|an image on a page|a logo]",
        "[image|image tag|img tag|picture|img element|image example]",
        {"html": '<img src="cat.jpg" alt="A cat" width="300">'},
    ),
    Task(
        "[change|set|make|colour|color] [the text colour|text red|a heading blue|the background colour|the background blue|the page background|the font colour|the color of a heading|words green|the text color]",
        "[text colour|background colour|color rule|colour example|red text|red heading|background color rule]",
        {"css": "body {\n  background: lightblue;\n}\n\nh1 {\n  color: crimson;\n}"},
    ),
    Task(
        "[make|create|build|use|lay out] a [grid|grid with three columns|layout with columns|two column layout|flexbox row|three column layout|row of boxes]",
        "[grid|grid layout|three column grid|flexbox|flex layout|two column layout|column layout]",
        {
            "css": ".grid {\n  display: grid;\n  grid-template-columns: repeat(3, 1fr);\n  gap: 1rem;\n}"
        },
    ),
    Task(
        "[change|set|make|use|choose] [the font|the font size|text bold|text bigger|a bigger font|bold text|the font family|the text size]",
        "[font rule|font size|font family|bold text|text style|font example]",
        {"css": "p {\n  font-family: sans-serif;\n  font-size: 1.2rem;\n  font-weight: bold;\n}"},
    ),
    Task(
        "[insert|add|put|save] [a row|rows|a new customer|a record|data|a customer|a user|a new row|an entry] [|into a table|into the customers table|to a table]",
        "[insert|insert statement|insert query|insert into|insert example]",
        {"sql": "INSERT INTO customers (name, city)\nVALUES ('Ada', 'London');"},
    ),
    Task(
        "[update|change|edit|modify|set] [a row|rows|a customer|the city of a customer|a record|a value in a table|a column|one row|a user's name]",
        "[update|update statement|update query|update example]",
        {"sql": "UPDATE customers\nSET city = 'Paris'\nWHERE id = 1;"},
    ),
    Task(
        "[delete|remove|erase|drop] [a row|rows|a customer|a record|old rows|one row|a user|old orders] [|from a table|from customers|from the database]",
        "[delete|delete statement|delete query|delete example|row deletion]",
        {"sql": "DELETE FROM customers\nWHERE id = 1;"},
    ),
    Task(
        "[get|find|select|show|list|see] [the top 10|the top ten|the ten largest orders|the newest orders|the top customers|the highest totals|the first 10 rows|the most expensive orders|the last five rows|only ten rows]",
        "[top 10 query|limit query|query with a limit|top ten|limit clause|query for the largest orders]",
        {"sql": "SELECT id, total\nFROM orders\nORDER BY total DESC\nLIMIT 10;"},
    ),
    Task(
        "[calculate|get|compute|find|select|show] [the average price|the sum of all orders|an average|the total of orders|the maximum price|sums and averages|the average of a column|the sum of a column|the total revenue]",
        "[average query|sum query|query for an average|sum of a column|avg query|query for the total]",
        {"sql": "SELECT SUM(total), AVG(total), MAX(total)\nFROM orders;"},
    ),
    Task(
        "[filter|select|find|get|search|show] [customers in one city|rows where a name starts with a|customers from london|users older than 18|rows with a condition|rows by name|customers by city|names that begin with a|people from paris]",
        "[where clause|query with where|filter query|query with a condition|like query|query for one city]",
        {"sql": "SELECT name\nFROM customers\nWHERE city = 'London';"},
    ),
    Task(
        "[list|show|see|print|display] [files|all files|the files in a folder|hidden files|files by size|files in a directory|what is in a folder|the contents of a directory]",
        "[ls command|file list|directory listing|list of files|command to list files]",
        {"bash": "ls -la"},
    ),
    Task(
        "[find|search for|locate|look for] [a file|files by name|all python files|a file by name|txt files|files with a certain name|every log file|pdf files]",
        "[find command|file search|find by name|find example|search for files by name]",
        {"bash": 'find . -name "*.txt"'},
    ),
    Task(
        "[check|see|show|find out|get|measure] [the disk space|how much disk space is left|free disk space|disk usage|the size of a folder|how full the disk is|the size of a directory]",
        "[disk usage command|disk space check|df command|du command|folder size command|disk space command]",
        {"bash": "df -h\ndu -sh ."},
    ),
    Task(
        "[create|make|add] a [folder|directory|new folder|new directory|subfolder]|[copy|move|rename] [a file|files|a folder]",
        "[mkdir command|new folder|cp command|mv command|copy command|move command]",
        {"bash": "mkdir photos\ncp cat.jpg photos/\nmv cat.jpg dog.jpg"},
    ),
    Task(
        "[delete|remove|erase] [a file|files|a folder|a directory|all tmp files]",
        "[rm command|delete command|remove command|file deletion]",
        {"bash": "rm notes.txt\nrm -r old_folder"},
    ),
    Task(
        "[count|get the number of|see how many] [files|the files in a folder|files in a directory|files there are|entries in a folder]",
        "[file count|file counter|count of files|number of files]",
        {"bash": "ls | wc -l"},
    ),
    Task(
        "[replace|change|substitute|swap] [a word|text|a string|one word with another|words] [in a file|in all files|everywhere]",
        "[sed command|search and replace|find and replace|text replacement|sed example]",
        {"bash": "sed -i 's/old/new/g' notes.txt"},
    ),
    Task(
        "[show|see|print|follow|watch|read] [the last lines of a file|the end of a file|a log file|the first lines of a file|the last 20 lines|a log|the tail of a log]",
        "[tail command|log watcher|tail example|head command|log follower]",
        {"bash": "tail -n 20 app.log\ntail -f app.log"},
    ),
    Task(
        "[see|list|find|kill|stop|show|end] [running processes|a process|processes|a running program|what is running|a process by id]",
        "[process list|kill command|ps command|list of processes]",
        {"bash": "ps aux\nkill 1234"},
    ),
    Task(
        "[make|pack|create|unpack|extract|open|compress] [an archive|a tar file|a zip|a folder|a tar.gz|a compressed folder|a backup of a folder]",
        "[tar command|archive|backup script|zip command|tar example]",
        {"bash": "tar -czf backup.tar.gz photos\ntar -xzf backup.tar.gz"},
    ),
]
