using System.Linq.Expressions;
using FluentValidation;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;

namespace Satcom.Application.People;

/// <summary>The rules of shape that every message about an account shares. A value that is not given breaks none.</summary>
internal static class PeopleRules
{
    public static IRuleBuilderOptions<T, string?> IsEmail<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(User.EmailMaxLength).OfFormat("email", text => UserFormats.IsEmail(text.Trim()));

    public static IRuleBuilderOptions<T, string?> IsPhone<T>(this IRuleBuilder<T, string?> rule) => rule.OfFormat("phone", UserFormats.IsPhone);

    /// <summary>One line of text.</summary>
    public static IRuleBuilderOptions<T, string?> IsLine<T>(this IRuleBuilder<T, string?> rule, int maxLength) =>
        rule.MaximumLength(maxLength).Must(text => text is null || UserFormats.IsOneLine(text)).WithDetail("line");

    public static IRuleBuilderOptions<T, string?> IsTimeZone<T>(this IRuleBuilder<T, string?> rule) => rule.OfFormat("time-zone", TimeZones.IsKnown);

    public static void AddRoleRules<T>(this AbstractValidator<T> validator, Expression<Func<T, IReadOnlyList<string>>> roles) =>
        validator.RuleFor(roles)
            .Must(list => list is null or { Count: > 0 }).WithErrorCode("required")
            .Must(list => list is null || list.All(Roles.IsKnown)).WithErrorCode("unknown_value").WithDetail(string.Join(", ", Roles.OfCompany))
            .OverridePropertyName("Roles");
}
