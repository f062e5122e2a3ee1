using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Satcom.WebApi.Common.Json;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Binding;

/// <summary>Tells from the serializer's exception which field of the body is at fault, and how.</summary>
internal static class JsonFaults
{
    /// <summary>The field name of the body as a whole.</summary>
    public const string Whole = "$";

    private const int FieldMaxLength = 200;
    private const int MaxFields = 20;

    /// <summary>Every fault of a body that could not be read, not only the one that the serializer stopped at.</summary>
    public static IReadOnlyList<(string Field, string Code)> All(JsonException exception, ReadOnlyMemory<byte> body, JsonTypeInfo type)
    {
        (string Field, string Code)[] first = [.. Of(exception)];
        if (first is [{ Code: ProblemCodes.MalformedJson }])
        {
            return first;
        }

        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = SatcomJson.MaxDepth, AllowDuplicateProperties = false });
            var walk = new JsonWalk(MaxFields);
            walk.Visit(document.RootElement, type, string.Empty);
            return walk.Faults.Count > 0 ? walk.Faults : first;
        }
        catch (JsonException)
        {
            // The serializer met a wrong value before it met the end of what is JSON.
            return [(Whole, ProblemCodes.MalformedJson)];
        }
        catch (InvalidOperationException)
        {
            // A name or text that is no Unicode.
            return first;
        }
    }

    /// <summary>Each fault that the serializer tells of; the code malformed_json stands for the body as a whole.</summary>
    public static IEnumerable<(string Field, string Code)> Of(JsonException exception)
    {
        var path = Field(exception.Path);
        if (exception is JsonFaultException fault)
        {
            return [(path, fault.Code)];
        }

        // The reader's own exceptions are syntax; so are a name that is no Unicode and a member that stands twice.
        var message = exception.Message;
        if (exception.InnerException is JsonException
            || (exception.InnerException is InvalidOperationException && string.Equals(path, Whole, StringComparison.Ordinal))
            || message.StartsWith("Duplicate", StringComparison.Ordinal))
        {
            return [(Whole, ProblemCodes.MalformedJson)];
        }

        // The serializer names these members only in its message; the tests hold the wording of the runtime in use.
        if (message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            return [(Within(path, Quoted(message).FirstOrDefault()), FieldCodes.UnknownMember)];
        }

        if (message.Contains("missing required properties including", StringComparison.Ordinal))
        {
            return Quoted(message[message.IndexOf("including", StringComparison.Ordinal)..]).Take(MaxFields).Select(name => (Within(path, name), FieldCodes.Required));
        }

        if (message.Contains("doesn't allow null values", StringComparison.Ordinal))
        {
            return [(path, FieldCodes.Required)];
        }

        return [(path, FieldCodes.InvalidType)];
    }

    /// <summary>"$.location.latitude" to "location.latitude".</summary>
    private static string Field(string? path)
    {
        if (path is null or Whole or "")
        {
            return Whole;
        }

        var field = path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;
        return Shortened(field);
    }

    /// <summary>What a client calls a field need not be short.</summary>
    public static string Shortened(string field) => field.Length <= FieldMaxLength ? field : field[..FieldMaxLength];

    private static string Within(string path, string? name)
    {
        if (name is null || path.EndsWith(name, StringComparison.Ordinal))
        {
            return path;
        }

        var field = string.Equals(path, Whole, StringComparison.Ordinal) ? name : $"{path}.{name}";
        return Shortened(field);
    }

    private static IEnumerable<string> Quoted(string message)
    {
        for (var start = message.IndexOf('\'', StringComparison.Ordinal); start >= 0; start = message.IndexOf('\'', start + 1))
        {
            var end = message.IndexOf('\'', start + 1);
            if (end < 0)
            {
                yield break;
            }

            yield return message[(start + 1)..end];
            start = end;
        }
    }
}
