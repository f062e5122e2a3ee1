using System.Buffers.Binary;
using System.Text;
using Npgsql;
using Satcom.Domain.Attendance;

namespace Satcom.Bench.Setup;

/// <summary>Rows in PostgreSQL's binary COPY format, written by hand: millions of rows come in seconds.</summary>
internal sealed class CopyRows : IAsyncDisposable
{
    private const int Size = 256 * 1024;
    private const int RowMax = 2048;
    private const int TextOid = 25;
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly int EpochDay = DateOnly.FromDateTime(Epoch).DayNumber;

    private readonly NpgsqlRawCopyStream _stream;
    private readonly byte[] _buffer = new byte[Size];
    private readonly short _columns;
    private int _at;

    private CopyRows(NpgsqlRawCopyStream stream, short columns)
    {
        _stream = stream;
        _columns = columns;
        "PGCOPY\n"u8.CopyTo(_buffer);
        ((ReadOnlySpan<byte>)[0xff, (byte)'\r', (byte)'\n', 0]).CopyTo(_buffer.AsSpan(7));

        // Two integers of zero follow: no flags, no extension.
        _at = 19;
    }

    public long Rows { get; private set; }

    public static async Task<CopyRows> BeginAsync(NpgsqlConnection connection, string table, IReadOnlyList<string> columns, CancellationToken cancellationToken) =>
        new(await connection.BeginRawBinaryCopyAsync($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT binary)", cancellationToken), (short)columns.Count);

    /// <summary>Begins a row; every column of it follows, in order.</summary>
    public async ValueTask NextAsync(CancellationToken cancellationToken)
    {
        if (_at > Size - RowMax)
        {
            await _stream.WriteAsync(_buffer.AsMemory(0, _at), cancellationToken);
            _at = 0;
        }

        Rows++;
        Int16(_columns);
    }

    public CopyRows Null()
    {
        Int32(-1);
        return this;
    }

    public CopyRows Of(Guid value)
    {
        Int32(16);
        value.TryWriteBytes(_buffer.AsSpan(_at), bigEndian: true, out var written);
        _at += written;
        return this;
    }

    public CopyRows Of(int value)
    {
        Int32(sizeof(int));
        Int32(value);
        return this;
    }

    public CopyRows Of(bool value)
    {
        Int32(1);
        _buffer[_at++] = value ? (byte)1 : (byte)0;
        return this;
    }

    public CopyRows Of(DateOnly value) => Of(value.DayNumber - EpochDay);

    public CopyRows Of(DateTimeOffset value)
    {
        Int32(sizeof(long));
        Instant(value);
        return this;
    }

    public CopyRows Of(DateTimeOffset? value) => value is { } known ? Of(known) : Null();

    public CopyRows Of(string? value)
    {
        if (value is null)
        {
            return Null();
        }

        Text(value);
        return this;
    }

    public CopyRows Of(IReadOnlyList<string> texts)
    {
        var length = Begin();
        Int32(texts.Count == 0 ? 0 : 1);
        Int32(0);
        Int32(TextOid);
        if (texts.Count > 0)
        {
            Int32(texts.Count);
            Int32(1);
            foreach (var text in texts)
            {
                Text(text);
            }
        }

        return End(length);
    }

    /// <summary>A tstzmultirange.</summary>
    public CopyRows Of(IReadOnlyList<WorkSpan>? spans)
    {
        if (spans is null)
        {
            return Null();
        }

        var length = Begin();
        Int32(spans.Count);
        foreach (var span in spans)
        {
            var range = Begin();
            _buffer[_at++] = span.IsOpenEnded ? (byte)0x06 : (byte)0x02;
            Of(span.From).Of(span.To);
            End(range);
        }

        return End(length);
    }

    /// <summary>Ends the copy: only then are the rows there.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Int16(-1);
        await _stream.WriteAsync(_buffer.AsMemory(0, _at), cancellationToken);
        _at = 0;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private int Begin()
    {
        _at += sizeof(int);
        return _at;
    }

    private CopyRows End(int from)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(from - sizeof(int)), _at - from);
        return this;
    }

    private void Text(string value)
    {
        var length = Begin();
        _at += Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_at));
        End(length);
    }

    private void Instant(DateTimeOffset value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(_at), (value.UtcDateTime - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);
        _at += sizeof(long);
    }

    private void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_at), value);
        _at += sizeof(int);
    }

    private void Int16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_at), value);
        _at += sizeof(short);
    }
}
