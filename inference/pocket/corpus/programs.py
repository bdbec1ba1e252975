"""The small programs that Pocket can write, and what people call them.

Knows code. Knows no way of asking beyond a verb phrase and a noun for each task.
"""

from inference.pocket.corpus.task import Task

PROGRAMS = [
    Task(
        "[print|say|write|show|output|display|echo|log] [hello|hi|hello to the world|hello world on the screen|hello world|hello|'hello world'|some text|a line of text|a message]",
        "[hello world|hello world program|hello-world|print statement|first program|helloworld|simple program]",
        {
            "python": 'print("Hello, world!")',
            "javascript": 'console.log("Hello, world!");',
            "bash": 'echo "Hello, world!"',
            "c": '#include <stdio.h>\n\nint main(void) {\n    puts("Hello, world!");\n    return 0;\n}',
            "rust": 'fn main() {\n    println!("Hello, world!");\n}',
            "java": 'class Hello {\n    public static void main(String[] args) {\n        System.out.println("Hello, world!");\n    }\n}',
            "go": 'package main\n\nimport "fmt"\n\nfunc main() {\n    fmt.Println("Hello, world!")\n}',
        },
    ),
    Task(
        "[loop|iterate|count|repeat something|go|print the numbers|make a loop|run a loop|write a loop|print numbers|write a for loop|do something] [from 1 to 10|ten times|10 times|over numbers|over a range|from 1 to 5|through numbers|from one to ten|from 0 to 9|up to ten]|[count to|print 1 to|print the numbers up to|list the numbers up to|repeat a line] [10|ten]",
        "[for loop|loop|for-loop|loop over numbers|loop that counts|loop example|simple loop|counting loop|loop from 0 to 9]",
        {
            "python": "for number in range(1, 11):\n    print(number)",
            "javascript": "for (let number = 1; number <= 10; number++) {\n  console.log(number);\n}",
            "bash": 'for number in {1..10}; do\n  echo "$number"\ndone',
        },
    ),
    Task(
        "[define|write|make|create|declare|use] a [function|function with arguments|method|function that adds two numbers|simple function]",
        "[function|function that adds two numbers|simple function|add function|method|function definition|function with two arguments|sum function]",
        {
            "python": "def add(a, b):\n    return a + b\n\n\nprint(add(2, 3))",
            "javascript": "function add(a, b) {\n  return a + b;\n}\n\nconsole.log(add(2, 3));",
            "bash": "add() {\n  echo $(($1 + $2))\n}\n\nadd 2 3",
        },
    ),
    Task(
        "[read|open|load|print|read in|show|process|go through|get the text of|import] [a file|my file|a log file|a text file|lines of a file|a file line by line|the contents of a file|each line of a file|a txt file|text from a file]",
        "[file reader|file reading|program that reads a file|reading a file|reader for text files|file read]",
        {
            "python": 'with open("notes.txt", encoding="utf-8") as file:\n    for line in file:\n        print(line.rstrip())',
            "javascript": 'import { readFile } from "node:fs/promises";\n\nconst text = await readFile("notes.txt", "utf8");\nconsole.log(text);',
            "bash": 'while read -r line; do\n  echo "$line"\ndone < notes.txt',
        },
    ),
    Task(
        "[reverse|turn around|flip|invert|turn round|write backwards|spell backwards|mirror|print backwards] [a|the|my] [string|word|text|sentence|name|string of characters|phrase]|[turn|put] [a string|a word|text] [backwards|around|the other way round]",
        "[string reverse|reversed string|string reversal|function that reverses a string|reverse function|string reverser|reversing of a string|backwards string]",
        {
            "python": 'text = "hello"\nprint(text[::-1])',
            "javascript": 'const text = "hello";\nconsole.log([...text].reverse().join(""));',
            "bash": 'echo "hello" | rev',
        },
    ),
    Task(
        "[check|test|find out|tell|see|determine|decide|verify] [if|whether] [a number|n|17|an integer|some number] is [prime|a prime|a prime number]|[find|list|detect|recognise|test for|check for|print] [primes|prime numbers]",
        "[prime checker|prime number test|prime test|function that checks primes|is_prime function|prime number function|prime number check|primality test]",
        {
            "python": "def is_prime(number):\n    if number < 2:\n        return False\n    return all(number % d for d in range(2, int(number**0.5) + 1))",
            "javascript": "function isPrime(number) {\n  for (let d = 2; d * d <= number; d++) {\n    if (number % d === 0) return false;\n  }\n  return number > 1;\n}",
        },
    ),
    Task(
        "[calculate|compute|print|write|generate|get|do|list|show|output|make|work out] [fibonacci|the first ten fibonacci numbers|the first 10 fibonacci numbers|the nth fibonacci number|fib numbers|fibonacci numbers|the fibonacci sequence|the fibonacci series|a fibonacci number]",
        "[fibonacci function|fibonacci|fibonacci sequence|fibonacci program|fibonacci series|fibonacci generator|fib function]",
        {
            "python": "def fibonacci(count):\n    a, b = 0, 1\n    for _ in range(count):\n        print(a)\n        a, b = b, a + b",
            "javascript": "function fibonacci(count) {\n  let [a, b] = [0, 1];\n  for (let i = 0; i < count; i++) {\n    console.log(a);\n    [a, b] = [b, a + b];\n  }\n}",
        },
    ),
    Task(
        "[sort|order|arrange|put in order|sort alphabetically|sort ascending] [my list|words|strings|a list of names|a list of strings|a list|an array|numbers|a list of numbers|an array of numbers|a list of words|some numbers|items|names]",
        "[sort|sorting example|sorted list|sort function|list sort|array sort|sorted array|sorting code|number sort]",
        {
            "python": "numbers = [3, 1, 2]\nprint(sorted(numbers))",
            "javascript": "const numbers = [3, 1, 2];\nnumbers.sort((a, b) => a - b);\nconsole.log(numbers);",
            "bash": "sort names.txt",
        },
    ),
    Task(
        "[fetch|get|load|download|request|call|read|query|retrieve|pull|make a request to] [some json|an endpoint|json from an api|a website|data from a url|a rest api|json|data|data from an api|json from a url|a web page|a url|an api|something from the web|a http resource]",
        "[fetch example|http request|api call|fetch call|web request|json request|get request|fetch|json download]",
        {
            "javascript": 'const response = await fetch("/api/items");\nconst items = await response.json();\nconsole.log(items);',
            "python": 'import json\nfrom urllib.request import urlopen\n\nwith urlopen("https://example.com/items") as response:\n    print(json.load(response))',
            "bash": "curl -s https://example.com/items",
        },
    ),
    Task(
        "[define|write|make|create|use|declare|build|code|model] a [dog class|person class|class for a dog|class with attributes|class|small class|simple class|class with a method|class with a constructor]",
        "[class|class definition|simple class|class example|class with a method|small class|dog class|object]",
        {
            "python": 'class Dog:\n    def __init__(self, name):\n        self.name = name\n\n    def bark(self):\n        return f"{self.name} says woof"',
            "javascript": "class Dog {\n  constructor(name) {\n    this.name = name;\n  }\n\n  bark() {\n    return `${this.name} says woof`;\n  }\n}",
        },
    ),
    Task(
        "[find|list|show|search for|look for|see|get|locate|detect] [files bigger than 100 mb|files larger than 100 mb|what takes up space|big files|large files|the largest files|files over 100 mb|the biggest files|huge files|big folders]",
        "[big file finder|command for large files|list of large files|large file search|command that shows big files]",
        {"bash": "find . -type f -size +100M"},
    ),
    Task(
        "[loop over|go through|iterate over|process|handle|loop through|run a command on|run something for|walk through|rename|do something with] [files|all files|txt files|all text files|every file|files in a folder|all the csv files|each file in a directory|many files]",
        "[loop over files|file loop|loop through files|loop over text files|for loop over files|loop for all files]",
        {"bash": 'for file in *.txt; do\n  echo "$file"\ndone'},
    ),
    Task(
        "[count|find|number|get the number of|print the number of] the [lines in a text file|words of a text file|lines|words|lines in a file|lines of a file|words in a file]",
        "[line count|word count|line counter|word counter|count of lines]",
        {
            "bash": "wc -l notes.txt\nwc -w notes.txt",
            "python": 'with open("notes.txt", encoding="utf-8") as file:\n    print(sum(1 for _ in file))',
        },
    ),
    Task(
        "[search|find|look for|grep|search for|look up] [a phrase|text|a word|a string|words|some text] in [files|a file|all files|a folder|many files]",
        "[grep|text search|search in files|grep command|grep example|search for a word]",
        {"bash": 'grep -rn "word" .'},
    ),
    Task(
        "[select|get|read|list|show|query|find|fetch|retrieve|return|sort|order] [customers ordered by name|all rows of a table|every customer|customers alphabetically|names from a table|users sorted by name|all customers|rows|all rows|customers by name|rows sorted by name|all users|data from a table|records|users in order|everything from a table|all the customers sorted|all orders]",
        "[select|select query|query|simple query|query for all customers|select statement|query with order by|sorted query|query on customers|order by query|order by]",
        {"sql": "SELECT id, name\nFROM customers\nORDER BY name;"},
    ),
    Task(
        "[count|group|sum|total|get the number of|find the number of] [customers in each city|orders for each customer|users per country|entries by category|rows in a table|how many rows per group|rows per group|rows by city|rows by group|customers per city|rows|orders per customer|by group|users by country|the rows in each group|things by category|records per category]",
        "[group by|group by query|count query|count per group|query with group by|grouped count|aggregate query|query that counts|count of rows]",
        {"sql": "SELECT city, COUNT(*) AS customer_count\nFROM customers\nGROUP BY city;"},
    ),
    Task(
        "[join|combine|connect|link|merge|bring together|query] [customers with their orders|two tables by id|orders with customers|users and orders|several tables|two tables|tables|customers and orders|one table to another|tables by id]",
        "[join|join query|inner join|join of two tables|left join|query with a join|query over two tables]",
        {
            "sql": "SELECT customers.name, orders.total\nFROM customers\nJOIN orders ON orders.customer_id = customers.id;"
        },
    ),
    Task(
        "[create|make|add|define|insert into|set up] a [table|new table|table for users|database table|table of customers]",
        "[create table|table definition|create table statement|users table|customers table|schema]",
        {
            "sql": "CREATE TABLE customers (\n    id INTEGER PRIMARY KEY,\n    name TEXT NOT NULL,\n    city TEXT\n);"
        },
    ),
    Task(
        "[write|make|create|build|start|code] [a page|a web page|a simple page|a website|a minimal page|a small website|a homepage]",
        "[page|web page|website|minimal page|simple page|skeleton|template|page with a heading|document|page structure|boilerplate|basic website|homepage]",
        {
            "html": '<!doctype html>\n<html lang="en">\n  <head>\n    <title>My page</title>\n  </head>\n  <body>\n    <h1>Hello!</h1>\n    <p>This is a small page.</p>\n  </body>\n</html>'
        },
    ),
    Task(
        "[make|add|insert|write|create|build|show|put in] a [form|login form|contact form|form with a button|input field|text field|search form|form with a name field|sign-up form]",
        "[form|login form|contact form|input form|simple form|form with a button]",
        {
            "html": '<form>\n  <label>Name <input name="name"></label>\n  <button>Send</button>\n</form>'
        },
    ),
    Task(
        "[center|centre|middle|align|horizontally and vertically center|put in the middle|center horizontally|vertically center|horizontally centre|place in the centre] [a div|a box|an element|text|a div in the page|things|something|an image|my content|the div]",
        "[centered div|centred box|centering|flexbox centering|div in the middle|centered layout|rule that centers a div|centering rule]",
        {"css": ".box {\n  display: flex;\n  justify-content: center;\n  align-items: center;\n}"},
    ),
    Task(
        "[make|style|change|set|color|round|design|beautify] [a button|the colour of a button|a nice button|a rounded button|rounded corners|a blue button|my buttons|all buttons]",
        "[button style|nice button|rounded button|style for a button|blue button|button rule|pretty button]",
        {
            "css": "button {\n  padding: 0.5rem 1rem;\n  border-radius: 6px;\n  color: white;\n  background: royalblue;\n}"
        },
    ),
    Task(
        "[make|create|use|build|loop over|write|define|go through|store data in|print] a [dictionary|dictionary with names and ages|dict|map|hash map|key value store|dictionary of names]",
        "[dictionary|dict|map|dict example|hash map|dictionary example]",
        {
            "python": 'ages = {"Ada": 36, "Alan": 41}\nfor name, age in ages.items():\n    print(name, age)',
            "javascript": 'const ages = new Map([["Ada", 36], ["Alan", 41]]);\nfor (const [name, age] of ages) {\n  console.log(name, age);\n}',
        },
    ),
    Task(
        "[make|use|write|do] [a condition|an if statement|if and else|an if else|a decision|a comparison]",
        "[if statement|if else|condition|if-else|conditional|if else example]",
        {
            "python": 'age = 20\nif age >= 18:\n    print("adult")\nelse:\n    print("child")',
            "javascript": 'const age = 20;\nif (age >= 18) {\n  console.log("adult");\n} else {\n  console.log("child");\n}',
            "bash": 'if [ -f notes.txt ]; then\n  echo "found"\nelse\n  echo "missing"\nfi',
        },
    ),
    Task(
        "[catch|handle|deal with|manage] [an error|errors|an exception|exceptions]",
        "[try except|try catch|error handler|exception handler|error handling|exception handling]",
        {
            "python": 'try:\n    number = int("x")\nexcept ValueError as error:\n    print("Not a number:", error)',
            "javascript": 'try {\n  JSON.parse("x");\n} catch (error) {\n  console.error("Not JSON:", error);\n}',
        },
    ),
    Task(
        "[write|create|make|describe|show] [a config|a json object|some settings|an object|a config file]",
        "[example|config|config file|object|settings file|sample|sample file]",
        {
            "json": '{\n  "name": "Ada",\n  "age": 36,\n  "tags": ["maths", "code"]\n}',
            "yaml": "name: Ada\nage: 36\ntags:\n  - maths\n  - code",
        },
    ),
]
