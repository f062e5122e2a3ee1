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
}
