"""How to work out a sum on paper: the thought before the answer. Knows digits, asks nothing."""


def think_of_sum(first: int, sign: str, second: int) -> str:
    """One or two sentences that lead to the result of `first sign second`."""
    if sign == "+":
        return think_of_addition(first, second)
    if sign == "-":
        return think_of_subtraction(first, second)
    return f"{first} {sign} {second} is in the table: {result_of(first, sign, second)}."


def result_of(first: int, sign: str, second: int) -> int:
    if sign == "÷":
        return first // second
    return {"+": first + second, "-": first - second, "×": first * second}[sign]


def think_of_addition(first: int, second: int) -> str:
    ones = first % 10 + second % 10
    tens = first // 10 + second // 10
    if tens == 0:
        return f"{first} + {second} is {ones}."
    if ones < 10:
        return f"Ones: {first % 10} + {second % 10} = {ones}. Tens: {first // 10} + {second // 10} = {tens}."
    return (
        f"Ones: {first % 10} + {second % 10} = {ones}, write {ones % 10}, carry 1. "
        f"Tens: {first // 10} + {second // 10} + 1 = {tens + 1}."
    )


def think_of_subtraction(first: int, second: int) -> str:
    if first < second:
        return f"{second} is more than {first}, so the result is below zero: -{second - first}."
    if first < 10:
        return f"{first} - {second} is {first - second}."
    ones, tens = first % 10 - second % 10, first // 10 - second // 10
    if ones >= 0:
        return f"Ones: {first % 10} - {second % 10} = {ones}. Tens: {first // 10} - {second // 10} = {tens}."
    return (
        f"Ones: {first % 10} - {second % 10} needs a ten, {first % 10 + 10} - {second % 10} = {ones + 10}. "
        f"Tens: {first // 10} - {second // 10} - 1 = {tens - 1}."
    )
