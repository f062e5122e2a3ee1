using System.Text.Json;

namespace Satcom.WebApi.Common.Json;

/// <summary>A JSON value that breaks a rule of the contract; the serializer adds where it stands.</summary>
/// <param name="code">The field's code in the problem.</param>
internal sealed class JsonFaultException(string code) : JsonException(message: code)
{
    /// <summary>The field's code in the problem.</summary>
    public string Code { get; } = code;
}
