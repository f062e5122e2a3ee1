namespace Satcom.Application.Common;

/// <summary>Says codes in the caller's language, where an answer holds what was wrong with something else.</summary>
public interface IErrorTexts
{
    /// <summary>The text of a problem's or a field's code.</summary>
    /// <param name="limit">The bound that was broken, the format's name or the accepted values.</param>
    string Of(string code, string? limit);
}
