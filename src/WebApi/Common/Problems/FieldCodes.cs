namespace Satcom.WebApi.Common.Problems;

/// <summary>The codes that reading a request gives to its fields; validators add theirs.</summary>
public static class FieldCodes
{
    public const string InvalidFormat = "invalid_format";

    /// <summary>NUL, a lone surrogate or broken UTF-8.</summary>
    public const string InvalidText = "invalid_text";

    /// <summary>A text where a number belongs, and so on; also a number that does not fit.</summary>
    public const string InvalidType = "invalid_type";

    /// <summary>A query parameter that takes one value was sent more than once.</summary>
    public const string Repeated = "repeated";

    public const string Required = "required";

    public const string UnknownMember = "unknown_member";

    public const string UnknownParameter = "unknown_parameter";

    public const string UnknownValue = "unknown_value";

    private const char Divider = ':';

    /// <summary>A code with a format's name or the accepted values behind it, for what carries one text alone.</summary>
    public static string With(string code, string detail) => $"{code}{Divider}{detail}";

    /// <summary>The code, and what stands behind it.</summary>
    public static (string Code, string? Detail) Split(string text) =>
        text.IndexOf(Divider, StringComparison.Ordinal) is > 0 and var at ? (text[..at], text[(at + 1)..]) : (text, null);
}
