using FluentValidation;
using FluentValidation.Validators;

namespace Satcom.Application.Common;

/// <summary>Limits of length that count as people and JSON Schema do: code points, not the units of UTF-16.</summary>
internal static class CharacterLimit
{
    /// <summary>How many characters a text has.</summary>
    public static int Count(string text) => text.EnumerateRunes().Count();

    /// <summary>At most that many characters.</summary>
    public static IRuleBuilderOptions<T, string> MaximumCharacters<T>(this IRuleBuilder<T, string> rule, int max) => rule.SetValidator(new Limit<T>(max));

    private sealed class Limit<T>(int max) : PropertyValidator<T, string>, ILengthValidator
    {
        public override string Name => "MaximumLengthValidator";

        public int Min => 0;

        public int Max => max;

        public override bool IsValid(ValidationContext<T> context, string value)
        {
            context.MessageFormatter.AppendArgument("MaxLength", max);
            return value is null || Count(value) <= max;
        }
    }
}
