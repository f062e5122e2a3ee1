using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Binding;

/// <summary>The request's body is no JSON.</summary>
internal sealed record MalformedJson() : Error(ProblemCodes.MalformedJson, ErrorKind.Invalid);

/// <summary>Turns what binding found into the one problem shape. Its error messages are field codes.</summary>
internal static class InvalidModel
{
    public static IActionResult Answer(ActionContext context) => new ProblemResult(ToError(context.ModelState));

    private static Error ToError(ModelStateDictionary modelState)
    {
        var fields = new Dictionary<string, IReadOnlyList<FieldError>>(StringComparer.Ordinal);
        foreach (var (key, entry) in modelState)
        {
            if (entry.Errors.Count == 0)
            {
                continue;
            }

            if (entry.Errors.Any(e => string.Equals(e.ErrorMessage, ProblemCodes.MalformedJson, StringComparison.Ordinal)))
            {
                return new MalformedJson();
            }

            FieldError[] errors = [.. entry.Errors.Select(ErrorOf).Distinct()];
            fields[NameOf(key, errors)] = errors;
        }

        return new ValidationFailed(fields);
    }

    /// <summary>Binding knows properties by their C# names; an unknown member or parameter is shown as the client wrote it.</summary>
    private static string NameOf(string key, FieldError[] errors) =>
        errors.Any(e => e.Code is FieldCodes.UnknownMember or FieldCodes.UnknownParameter) ? key
        : key.Length == 0 ? JsonFaults.Whole
        : FieldNames.CamelCase(key);

    private static FieldError ErrorOf(ModelError error)
    {
        var (code, detail) = FieldCodes.Split(error.ErrorMessage);
        return ProblemTexts.In(Language.En).KnowsField(code) ? new FieldError(code, detail) : new FieldError(FieldCodes.InvalidFormat);
    }
}
