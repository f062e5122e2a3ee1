using FluentValidation.Results;

namespace Satcom.Application.Common;

/// <summary>Turns the validation library's failures into the contract's field codes.</summary>
internal static class ValidationCodes
{
    public static ValidationFailed ToError(IEnumerable<ValidationFailure> failures) =>
        new(failures
            .GroupBy(f => FieldName(f.PropertyName), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<FieldError>)[.. g.Select(ToFieldError).Distinct()], StringComparer.Ordinal));

    private static FieldError ToFieldError(ValidationFailure failure)
    {
        var values = failure.FormattedMessagePlaceholderValues;
        return failure.ErrorCode switch
        {
            "NotEmptyValidator" or "NotNullValidator" => new FieldError("required"),
            "MaximumLengthValidator" => new FieldError("too_long", values.GetValueOrDefault("MaxLength")),
            "MinimumLengthValidator" => new FieldError("too_short", values.GetValueOrDefault("MinLength")),
            "InclusiveBetweenValidator" or "ExclusiveBetweenValidator" => new FieldError("out_of_range", $"{values.GetValueOrDefault("From")}..{values.GetValueOrDefault("To")}"),
            "LessThanOrEqualValidator" or "LessThanValidator" or "GreaterThanOrEqualValidator" or "GreaterThanValidator" =>
                new FieldError("out_of_range", values.GetValueOrDefault("ComparisonValue")),
            "MaximumItemsValidator" => new FieldError("too_many", values.GetValueOrDefault("MaxItems")),
            "EnumValidator" or "OneOfValidator" => new FieldError("unknown_value", values.GetValueOrDefault("Values")),
            "EmailValidator" or "FormatValidator" or "RegularExpressionValidator" or "PredicateValidator" => new FieldError("invalid_format", failure.CustomState ?? values.GetValueOrDefault("Format")),
            var own => new FieldError(own, failure.CustomState),
        };
    }

    /// <summary>"Device.Name" to "device.name".</summary>
    private static string FieldName(string property) =>
        string.Join('.', property.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));
}
