using Satcom.Application.Common;

namespace Satcom.WebApi.Common.Problems;

/// <summary>The texts of codes in the language of the request.</summary>
internal sealed class ErrorTexts(IHttpContextAccessor accessor) : IErrorTexts
{
    public string Of(string code, string? limit)
    {
        var texts = ProblemTexts.In(accessor.HttpContext is { } context ? Languages.Of(context) : Language.En);
        return texts.KnowsField(code) ? texts.Field(code, limit) : texts.Detail(code);
    }
}
