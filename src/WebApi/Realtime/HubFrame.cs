using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Satcom.WebApi.Common.Json;

namespace Satcom.WebApi.Realtime;

/// <summary>Calls on the client as the JSON hub protocol writes them, serialised once for however many connections.</summary>
internal static class HubFrame
{
    private const byte RecordSeparator = 0x1e;

    /// <summary>One call.</summary>
    /// <param name="method">A method of <see cref="ISatcomClient"/>.</param>
    public static ReadOnlyMemory<byte> Of<T>(string method, T argument) =>
        Write(method, writer => JsonSerializer.Serialize(writer, argument, SatcomJson.Options));

    /// <summary>One call whose argument is JSON already.</summary>
    public static ReadOnlyMemory<byte> OfJson(string method, string argument) => Write(method, writer => writer.WriteRawValue(argument));

    /// <summary>Makes calls ready to be sent in one go.</summary>
    public static SerializedHubMessage Join(IReadOnlyList<ReadOnlyMemory<byte>> calls)
    {
        if (calls.Count == 1)
        {
            return Seal(calls[0]);
        }

        var bytes = new byte[calls.Sum(c => c.Length)];
        var position = 0;
        foreach (var call in calls)
        {
            call.CopyTo(bytes.AsMemory(position));
            position += call.Length;
        }

        return Seal(bytes);
    }

    public static SerializedHubMessage Seal(ReadOnlyMemory<byte> bytes) => new([new SerializedMessage(HubProtocol.JsonName, bytes)]);

    private static ReadOnlyMemory<byte> Write(string method, Action<Utf8JsonWriter> writeArgument)
    {
        var buffer = new ArrayBufferWriter<byte>(192);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("type", 1);
            writer.WriteString("target", JsonNamingPolicy.CamelCase.ConvertName(method));
            writer.WriteStartArray("arguments");
            writeArgument(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        buffer.Write([RecordSeparator]);
        return buffer.WrittenMemory;
    }
}
