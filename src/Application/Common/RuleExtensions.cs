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

/// <summary>Rules that the validation library lacks. They say what they limit, so that the document can tell.</summary>
internal static class RuleExtensions
{
    /// <summary>At most so many items.</summary>
    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>> MaximumItems<T, TItem>(this IRuleBuilder<T, IReadOnlyList<TItem>> rule, int most) =>
        rule.SetValidator(new MaximumItemsValidator<T, TItem>(most));

    /// <summary>One of some texts, or null.</summary>
    public static IRuleBuilderOptions<T, string?> OneOf<T>(this IRuleBuilder<T, string?> rule, params string[] values) =>
        rule.SetValidator(new OneOfValidator<T>(values));

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

        public override bool IsValid(ValidationContext<T> context, string? value) => value is null || values.Contains(value, StringComparer.Ordinal);
    }
}
