using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>The cursor is not one that this service gave out.</summary>
public sealed record CursorInvalid() : Error("cursor_invalid", ErrorKind.Invalid);

/// <summary>The place of a row in a list that is ordered by a key and then by id; opaque to clients.</summary>
/// <param name="Key">The order key: ticks of an instant, or the day number of a date.</param>
/// <param name="Id">The row's id.</param>
public readonly record struct Cursor(long Key, Guid Id)
{
    private const byte Format = 1;
    private const int Length = 1 + sizeof(long) + 16;

    public DateTimeOffset Instant => new(Math.Clamp(Key, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    public DateOnly Date => DateOnly.FromDayNumber((int)Math.Clamp(Key, 0, DateOnly.MaxValue.DayNumber));

    public static Cursor Of(DateTimeOffset instant, Guid id) => new(instant.UtcTicks, id);

    public static Cursor Of(DateOnly date, Guid id) => new(date.DayNumber, id);

    /// <summary>Reads a cursor back.</summary>
    /// <returns>False when it is not one of ours.</returns>
    public static bool TryParse(string text, out Cursor cursor)
    {
        cursor = default;
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length > 64 || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done || written != Length || bytes[0] != Format)
        {
            return false;
        }

        cursor = new Cursor(BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), new Guid(bytes[9..], bigEndian: true));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Key);
        Id.TryWriteBytes(bytes[9..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }
}
