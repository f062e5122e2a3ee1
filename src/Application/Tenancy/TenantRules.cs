using FluentValidation;

namespace Satcom.Application.Tenancy;

/// <summary>The rules of shape that messages about a tenant share. A value that is not given breaks none.</summary>
internal static class TenantRules
{
    public static IRuleBuilderOptions<T, string?> IsLocale<T>(this IRuleBuilder<T, string?> rule) => rule.Must(locale => locale is null or "en" or "ar").WithErrorCode("unknown_value");
}
