using System.Buffers;

namespace Satcom.WebApi.Common.Json;

/// <summary>Bytes that grow in rented arrays: an answer of megabytes would otherwise be an array that only a full collection takes away.</summary>
internal sealed class RentedBytes : IBufferWriter<byte>, IDisposable
{
    private const int SizeAtFirst = 4096;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(SizeAtFirst);
    private int _count;

    /// <summary>What was written; not to be touched once it was disposed of.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var wanted = _count + Math.Max(sizeHint, 1);
        if (wanted > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, 2 * _bytes.Length));
            Written.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsMemory(_count);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _count) = ([], 0);
    }
}
