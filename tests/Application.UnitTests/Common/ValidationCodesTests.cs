using FluentValidation;
using Satcom.Application.Common;

namespace Satcom.Application.UnitTests.Common;

public sealed class ValidationCodesTests
{
    public static TheoryData<string, Action<InlineValidator<Thing>>, string, object?> Rules() => new()
    {
        { "empty", v => v.RuleFor(t => t.Text).NotEmpty(), "required", null },
        { "null", v => v.RuleFor(t => t.Missing).NotNull(), "required", null },
        { "max", v => v.RuleFor(t => t.Words).MaximumLength(3), "too_long", 3 },
        { "min", v => v.RuleFor(t => t.Words).MinimumLength(9), "too_short", 9 },
        { "between", v => v.RuleFor(t => t.Number).InclusiveBetween(1, 2), "out_of_range", "1..2" },
        { "exclusive", v => v.RuleFor(t => t.Number).ExclusiveBetween(1, 2), "out_of_range", "1..2" },
        { "less", v => v.RuleFor(t => t.Number).LessThan(2), "out_of_range", 2 },
        { "greater", v => v.RuleFor(t => t.Number).GreaterThanOrEqualTo(9), "out_of_range", 9 },
        { "enum", v => v.RuleFor(t => t.Kind).IsInEnum(), "unknown_value", null },
        { "email", v => v.RuleFor(t => t.Words).EmailAddress(), "invalid_format", null },
        { "pattern", v => v.RuleFor(t => t.Words).Matches("^x$"), "invalid_format", null },
        { "must", v => v.RuleFor(t => t.Words).Must(_ => false), "invalid_format", null },
        { "own", v => v.RuleFor(t => t.Words).Must(_ => false).WithErrorCode("too_many"), "too_many", null },
    };

    [Theory]
    [MemberData(nameof(Rules), DisableDiscoveryEnumeration = true)]
    public void ToError_OfARule_HasTheContractsCodeAndLimit(string name, Action<InlineValidator<Thing>> rule, string code, object? limit)
    {
        var validator = new InlineValidator<Thing>();
        rule(validator);

        var error = ValidationCodes.ToError(validator.Validate(new Thing()).Errors);

        error.Code.ShouldBe("validation_failed");
        error.Fields.ShouldHaveSingleItem(name).Value.ShouldBe([new FieldError(code, limit)]);
    }

    [Fact]
    public void ToError_OfNestedAndRepeatedFailures_NamesFieldsInCamelCaseOnce()
    {
        var validator = new InlineValidator<Thing>();
        validator.RuleFor(t => t.Inner.Text).NotEmpty();
        validator.RuleFor(t => t.Words).Must(_ => false);
        validator.RuleFor(t => t.Words).EmailAddress();

        var fields = ValidationCodes.ToError(validator.Validate(new Thing()).Errors).Fields;

        fields.Keys.ShouldBe(["inner.text", "words"], ignoreOrder: true);
        fields["words"].Count.ShouldBe(1);
    }

    [Fact]
    public void Of_OneField_IsOneFault()
    {
        var error = ValidationFailed.Of("note", "too_long");
        error.Fields["note"].ShouldBe([new FieldError("too_long")]);
    }

    public sealed class Thing
    {
        public string Text { get; init; } = string.Empty;

        public string? Missing { get; init; }

        public string Words { get; init; } = "abcdef";

        public int Number { get; init; } = 5;

        public DayOfWeek Kind { get; init; } = (DayOfWeek)9;

        public Inside Inner { get; init; } = new();
    }

    public sealed class Inside
    {
        public string Text { get; init; } = string.Empty;
    }
}
