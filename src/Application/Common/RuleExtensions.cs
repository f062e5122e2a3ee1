using FluentValidation;
using FluentValidation.Validators;

namespace Satcom.Application.Common;

/// <summary>A rule that the OpenAPI document shows as maxItems.</summary>
public interface IItemLimit
{
    int MaxItems { get; }
}

/// <summary>A rule that the OpenAPI document shows as enum.</summary>
public interface IChoice
{
    IReadOnlyList<string> Values { get; }
}

/// <summary>A rule that the OpenAPI document shows as format.</summary>
public interface ITextFormat
{
    string Format { get; }
}

/// <summary>Rules that the validation library lacks. They say what they limit, so that the document can tell.</summary>
internal static class RuleExtensions
{
    /// <summary>Says more of a broken rule: a format's name where the code is invalid_format, the accepted values where it is unknown_value.</summary>
    public static IRuleBuilderOptions<T, TProperty> WithDetail<T, TProperty>(this IRuleBuilderOptions<T, TProperty> rule, string detail) => rule.WithState(_ => detail);

    /// <summary>At most so many items.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>> MaximumItems<T, TItem>(this IRuleBuilder<T, IReadOnlyList<TItem>> rule, int most) =>
        rule.SetValidator(new MaximumItemsValidator<T, TItem>(most));

    /// <summary>One of some texts, or null.</summary>
    public static IRuleBuilderOptions<T, string?> OneOf<T>(this IRuleBuilder<T, string?> rule, params string[] values) =>
        rule.SetValidator(new OneOfValidator<T>(values));

    /// <summary>A text of some form, or null.</summary>
    /// <param name="format">The form's name, for the document.</param>
    public static IRuleBuilderOptions<T, string?> OfFormat<T>(this IRuleBuilder<T, string?> rule, string format, Func<string, bool> isOne) =>
        rule.SetValidator(new FormatValidator<T>(format, isOne));

    private sealed class FormatValidator<T>(string format, Func<string, bool> isOne) : PropertyValidator<T, string?>, ITextFormat
    {
        public override string Name => "FormatValidator";

        public string Format => format;

        public override bool IsValid(ValidationContext<T> context, string? value)
        {
            context.MessageFormatter.AppendArgument(nameof(Format), format);
            return value is null || isOne(value);
        }
    }

    private sealed class MaximumItemsValidator<T, TItem>(int most) : PropertyValidator<T, IReadOnlyList<TItem>>, IItemLimit
    {
        public override string Name => "MaximumItemsValidator";

        public int MaxItems => most;

        public override bool IsValid(ValidationContext<T> context, IReadOnlyList<TItem> value)
        {
            context.MessageFormatter.AppendArgument(nameof(MaxItems), most);
            return value is null || value.Count <= most;
        }
    }

    private sealed class OneOfValidator<T>(string[] values) : PropertyValidator<T, string?>, IChoice
    {
        public override string Name => "OneOfValidator";

        public IReadOnlyList<string> Values => values;

        public override bool IsValid(ValidationContext<T> context, string? value)
        {
            context.MessageFormatter.AppendArgument(nameof(Values), string.Join(", ", values));
            return value is null || values.Contains(value, StringComparer.Ordinal);
        }
    }
}
