"""More small programs that Pocket can write: what strangers ask a demonstration for.

Knows code. Knows no way of asking beyond a verb phrase and a noun for each task.
"""

from inference.pocket.corpus.task import Task

NUMBERS = "[a list|an array|a list of numbers|some numbers|an array of numbers|numbers|a python list|a number list|values]"
MORE_PROGRAMS = [
    Task(
        "[loop|iterate|go|step|run] [through|over] [a list|an array|a list of names|the items of a list|all items of an array|every element|each item of a list]|[print|show|visit] [each item|every item|all items|every element] of [a list|an array]",
        "[loop over a list|loop over an array|for each loop|foreach|for-each loop|list loop|iteration over a list|loop through a list]",
        {
            "python": 'names = ["Ada", "Alan"]\nfor name in names:\n    print(name)',
            "javascript": 'const names = ["Ada", "Alan"];\nfor (const name of names) {\n  console.log(name);\n}',
            "bash": 'for name in Ada Alan; do\n  echo "$name"\ndone',
        },
    ),
    Task(
        "[do|write|solve|play|print|code|make] [fizzbuzz|fizz buzz|the fizzbuzz game|fizz-buzz|the fizzbuzz problem]",
        "[fizzbuzz|fizz buzz|fizzbuzz program|fizzbuzz solution|fizz buzz loop|fizzbuzz example|fizzbuzz function]",
        {
            "python": 'for n in range(1, 101):\n    if n % 15 == 0:\n        print("FizzBuzz")\n    elif n % 3 == 0:\n        print("Fizz")\n    elif n % 5 == 0:\n        print("Buzz")\n    else:\n        print(n)',
            "javascript": 'for (let n = 1; n <= 100; n++) {\n  if (n % 15 === 0) console.log("FizzBuzz");\n  else if (n % 3 === 0) console.log("Fizz");\n  else if (n % 5 === 0) console.log("Buzz");\n  else console.log(n);\n}',
        },
    ),
    Task(
        "[check|test|find out|tell|see|determine|detect|decide] [if|whether] [a word|a string|some text|a phrase|text|something] [is a palindrome|reads the same backwards|is the same backwards]",
        "[palindrome checker|palindrome test|palindrome function|palindrome check|is_palindrome function|palindrome detector]",
        {
            "python": "def is_palindrome(text):\n    text = text.lower()\n    return text == text[::-1]",
            "javascript": 'function isPalindrome(text) {\n  return text === [...text].reverse().join("");\n}',
        },
    ),
    Task(
        "[calculate|compute|get|find|work out|print] [the factorial|a factorial|factorials|n factorial|the factorial of a number|the factorial of 5|n!]",
        "[factorial|factorial function|factorial program|recursive function|recursive factorial|factorial calculation|recursion example|recursion]",
        {
            "python": "def factorial(n):\n    if n <= 1:\n        return 1\n    return n * factorial(n - 1)",
            "javascript": "function factorial(n) {\n  return n <= 1 ? 1 : n * factorial(n - 1);\n}",
        },
    ),
    Task(
        f"[find|get|print|return|show|pick] the [max|maximum|largest number|biggest number|highest number|largest value|biggest value|greatest number|largest element|biggest item|minimum and maximum|smallest and largest number] [of|in|from] {NUMBERS}",
        "[max function|maximum of a list|max of an array|largest number in a list|function that finds the biggest number|function for the maximum]",
        {
            "python": "numbers = [4, 9, 2]\nprint(max(numbers))\nprint(min(numbers))",
            "javascript": "const numbers = [4, 9, 2];\nconsole.log(Math.max(...numbers));\nconsole.log(Math.min(...numbers));",
        },
    ),
    Task(
        "[print|get|find|filter|show|list|keep|select|pick|extract] [even numbers|the even numbers|only even numbers|all even numbers|odd and even numbers|the even numbers of a list|even numbers from 1 to 20|the even ones in a list]",
        "[even number filter|filter|filter for even numbers|even number checker|list comprehension|filter example|program for even numbers|even odd check]",
        {
            "python": "numbers = range(1, 21)\nevens = [n for n in numbers if n % 2 == 0]\nprint(evens)",
            "javascript": "const numbers = [1, 2, 3, 4, 5, 6];\nconst evens = numbers.filter((n) => n % 2 === 0);\nconsole.log(evens);",
        },
    ),
    Task(
        f"[sum|add up|total|get the sum of|calculate the sum of|compute the sum of|add|find the average of|get the mean of|calculate the average of|compute the average of] {NUMBERS}",
        "[sum of a list|list sum|sum of numbers|total of an array|average function|average of a list|mean of numbers|array sum]",
        {
            "python": "numbers = [4, 9, 2]\ntotal = sum(numbers)\nprint(total)\nprint(total / len(numbers))",
            "javascript": "const numbers = [4, 9, 2];\nconst sum = numbers.reduce((a, b) => a + b, 0);\nconsole.log(sum, sum / numbers.length);",
        },
    ),
    Task(
        "[count|find|get the number of] [the vowels|vowels|letters|the letters|characters] [in|of] [a string|a word|a text|text|a sentence]",
        "[vowel counter|vowel count|letter counter|character count|letter count]",
        {
            "python": 'text = "hello world"\nprint(sum(text.count(v) for v in "aeiou"))\nprint(len(text))',
            "javascript": 'const text = "hello world";\nconsole.log(text.match(/[aeiou]/g).length);\nconsole.log(text.length);',
        },
    ),
    Task(
        "[count|get|find] [the words|words|how many words there are|how often each word occurs|word frequencies|the number of words] in [a string|a text|text|a sentence|a paragraph|some text]",
        "[word frequency counter|word frequency count|counter of words in a text|word tally]",
        {
            "python": 'from collections import Counter\n\nwords = "the cat and the dog".split()\nprint(len(words))\nprint(Counter(words))',
            "javascript": 'const words = "the cat and the dog".split(" ");\nconsole.log(words.length);',
        },
    ),
    Task(
        "[remove|drop|delete|get rid of|filter out|find] [duplicates|duplicate items|double entries|repeated values|duplicate values|doubles] [from|in] [a list|an array|my list|a list of words|some items]",
        "[list without duplicates|duplicate remover|unique list|unique values|set example|set]",
        {
            "python": "items = [1, 2, 2, 3]\nprint(list(dict.fromkeys(items)))",
            "javascript": "const items = [1, 2, 2, 3];\nconsole.log([...new Set(items)]);",
            "bash": "sort names.txt | uniq",
        },
    ),
    Task(
        "[generate|make|get|pick|create|choose|print] [a random number|random numbers|a random number between 1 and 10|a random integer|a random value|a random item]",
        "[random number generator|random number|random number function|dice roller|dice roll|random choice]",
        {
            "python": "import random\n\nprint(random.randint(1, 10))",
            "javascript": "console.log(Math.floor(Math.random() * 10) + 1);",
            "bash": "echo $((RANDOM % 10 + 1))",
        },
    ),
    Task(
        "[print|get|show|display|read] [the current date|today's date|the current time|the date and time|the time|the date|the current date and time|the date of today]",
        "[date example|current date|current time|date and time|timestamp|clock]",
        {
            "python": "from datetime import datetime\n\nprint(datetime.now())",
            "javascript": "console.log(new Date().toLocaleString());",
            "bash": "date",
        },
    ),
    Task(
        "[ask|prompt] [the user|someone|a user] for [input|their name|a name|a number|text]|[read|get|take] [input|user input|input from the user|keyboard input|a line from the user]",
        "[input prompt|user input|program that asks for a name|input example|program that greets the user]",
        {
            "python": 'name = input("What is your name? ")\nprint(f"Hello, {name}!")',
            "javascript": 'const name = prompt("What is your name?");\nconsole.log(`Hello, ${name}!`);',
            "bash": 'read -r -p "What is your name? " name\necho "Hello, $name!"',
        },
    ),
    Task(
        "[write|save|append|store|put] [text|a line|some text|data|a string|something] [to|into|in] a [file|text file]|[create|make|write] a [text file|file with some text|txt file]",
        "[file writer|file writing example|writing to a file|file output]",
        {
            "python": 'with open("notes.txt", "w", encoding="utf-8") as file:\n    file.write("Hello!\\n")',
            "javascript": 'import { writeFile } from "node:fs/promises";\n\nawait writeFile("notes.txt", "Hello!\\n");',
            "bash": 'echo "Hello!" >> notes.txt',
        },
    ),
    Task(
        "[read|parse|load|open|go through|import] [a csv|a csv file|csv data|a csv line by line|rows of a csv]",
        "[csv reader|csv parser|csv example|csv import]",
        {
            "python": 'import csv\n\nwith open("data.csv", newline="") as file:\n    for row in csv.DictReader(file):\n        print(row)',
        },
    ),
    Task(
        "[parse|decode|load|turn|convert|read] [json|a json string|json text|a json document|json into an object]",
        "[json parser|json parsing|json decoding|json parse]",
        {
            "python": 'import json\n\ndata = json.loads(\'{"name": "Ada"}\')\nprint(data["name"])',
            "javascript": 'const data = JSON.parse(\'{"name": "Ada"}\');\nconsole.log(data.name);',
        },
    ),
    Task(
        "[write|use|make|do|run] a [while loop|loop with while|while-loop|countdown|loop until a condition|loop that runs until something happens]|count down from 10",
        "[while loop|while-loop|countdown|while loop example|loop with a condition]",
        {
            "python": "count = 10\nwhile count > 0:\n    print(count)\n    count -= 1",
            "javascript": "let count = 10;\nwhile (count > 0) {\n  console.log(count);\n  count--;\n}",
            "bash": 'count=10\nwhile [ "$count" -gt 0 ]; do\n  echo "$count"\n  count=$((count - 1))\ndone',
        },
    ),
    Task(
        "[swap|exchange|switch] [two variables|two values|a and b|variables|the values of two variables]",
        "[swap|variable swap|swap of two variables]",
        {
            "python": "a, b = 1, 2\na, b = b, a\nprint(a, b)",
            "javascript": "let [a, b] = [1, 2];\n[a, b] = [b, a];\nconsole.log(a, b);",
        },
    ),
    Task(
        "[convert|change|turn|translate] [celsius to fahrenheit|celsius into fahrenheit|degrees|temperatures|celsius|a temperature]",
        "[temperature converter|celsius converter|celsius to fahrenheit function|unit converter|temperature conversion]",
        {
            "python": "def to_fahrenheit(celsius):\n    return celsius * 9 / 5 + 32",
            "javascript": "function toFahrenheit(celsius) {\n  return (celsius * 9) / 5 + 32;\n}",
        },
    ),
    Task(
        "[split|cut|break up|divide] [a string|text|a sentence|a line|a string by comma] [|into words|into a list|at spaces|into parts]|[join|concatenate|glue together] [strings|a list of strings|words|two strings]",
        "[split example|string split|split function|string join|join of strings|string concatenation]",
        {
            "python": 'words = "one two three".split()\nprint(words)\nprint(", ".join(words))',
            "javascript": 'const words = "one two three".split(" ");\nconsole.log(words);\nconsole.log(words.join(", "));',
        },
    ),
    Task(
        "[make|turn|convert|change|put] [a string|text|a word|letters] [uppercase|to uppercase|into capitals|lowercase|to lower case|to upper case|into capital letters]",
        "[uppercase example|upper case conversion|lowercase function|case change]",
        {
            "python": 'text = "hello"\nprint(text.upper())',
            "javascript": 'const text = "hello";\nconsole.log(text.toUpperCase());',
            "bash": "echo \"hello\" | tr 'a-z' 'A-Z'",
        },
    ),
    Task(
        "[wait|sleep|pause|wait for a second|wait two seconds|sleep for 5 seconds|delay|pause for a moment]",
        "[sleep|delay|timer|timeout|pause|set timeout]",
        {
            "python": "import time\n\ntime.sleep(2)",
            "javascript": 'setTimeout(() => console.log("Done"), 2000);',
            "bash": "sleep 2",
        },
    ),
    Task(
        "[react to|handle|listen for|catch|respond to|add a handler for|detect] [a click|clicks|a button click|a click on a button|click events|a button press]",
        "[click handler|event listener|click event|onclick handler|button click handler|event handler]",
        {
            "javascript": 'const button = document.querySelector("button");\nbutton.addEventListener("click", () => {\n  alert("Clicked!");\n});',
        },
    ),
    Task(
        "[use|write|make|call] [an async function|async and await|a promise|promises|async code|asynchronous code]",
        "[async function|promise|async await example|promise example|await example]",
        {
            "javascript": 'async function load() {\n  const response = await fetch("/api/items");\n  return response.json();\n}',
            "python": 'import asyncio\n\n\nasync def main():\n    await asyncio.sleep(1)\n    print("Done")\n\n\nasyncio.run(main())',
        },
    ),
    Task(
        "[double|square|map over|transform|multiply] [each number|every item|all items|all numbers in a list|an array|a list|each element|every number of an array]",
        "[map example|map function|arrow function|lambda|lambda example|square of each number]",
        {
            "javascript": "const numbers = [1, 2, 3];\nconst squares = numbers.map((n) => n * n);\nconsole.log(squares);",
            "python": "numbers = [1, 2, 3]\nsquares = [n * n for n in numbers]\nprint(squares)",
        },
    ),
    Task(
        "[make|create|append to|add to|use|define|fill|build] a [list|list of names|list of items|python list|simple list|list of strings]|[append|add|push] [an item|something|a value] to [a list|an array|the end of a list]",
        "[list|array|list example|array example|append example|simple list]",
        {
            "python": 'names = ["Ada", "Alan"]\nnames.append("Grace")\nprint(names)',
            "javascript": 'const names = ["Ada", "Alan"];\nnames.push("Grace");\nconsole.log(names);',
        },
    ),
    Task(
        "[print|write|make|show] [a|the] [multiplication table|times table|table of 7|7 times table|times tables]",
        "[multiplication table|times table|multiplication table program]",
        {
            "python": 'for n in range(1, 11):\n    print(f"7 x {n} = {7 * n}")',
            "javascript": "for (let n = 1; n <= 10; n++) {\n  console.log(`7 x ${n} = ${7 * n}`);\n}",
        },
    ),
    Task(
        "[make|build|write|code|program|create] a [calculator|simple calculator|small calculator|calculator for two numbers]",
        "[calculator|simple calculator|small calculator|tiny calculator|calculator program]",
        {
            "python": "def calculate(a, sign, b):\n    if sign == '+':\n        return a + b\n    if sign == '-':\n        return a - b\n    if sign == '*':\n        return a * b\n    return a / b",
        },
    ),
]
