using System.Text.Json;

namespace Satcom.WebApi.Common.Binding;

/// <summary>Names of fields and parameters as clients write them.</summary>
internal static class FieldNames
{
    public static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
