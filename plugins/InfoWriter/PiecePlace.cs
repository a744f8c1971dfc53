namespace CC.Plugins.InfoWriter;

/// <summary>What to do with a piece.</summary>
internal enum PieceAction
{
    /// <summary>It is the first one of a content.</summary>
    Begin,

    /// <summary>It follows what is there.</summary>
    Append,

    /// <summary>It is there already.</summary>
    Known,

    /// <summary>It does not follow what is there; the sender has to go to where that ends.</summary>
    Gap,

    /// <summary>A later content of the same file is on its way.</summary>
    Outdated,
}

/// <summary>How far a content has come.</summary>
/// <param name="Gen">Names the content.</param>
/// <param name="Modified">When the file was last written.</param>
/// <param name="Next">The offset that comes next.</param>
internal readonly record struct PieceProgress(string Gen, long Modified, long Next);

/// <summary>Decides where a piece goes, by how far the file has come.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Next">The offset that is wanted next, if that does not change.</param>
internal readonly record struct PiecePlace(PieceAction Action, long Next)
{
    /// <param name="progress">The content that is on its way; null if there is none.</param>
    /// <param name="gen">The piece's content.</param>
    /// <param name="modified">When that was last written.</param>
    /// <param name="begin">Where the piece starts.</param>
    /// <param name="end">Where it ends.</param>
    public static PiecePlace Of(PieceProgress? progress, string gen, long modified, long begin, long end)
    {
        if (progress is { } known && known.Gen == gen)
        {
            return new PiecePlace(begin == known.Next ? PieceAction.Append : end <= known.Next ? PieceAction.Known : PieceAction.Gap, known.Next);
        }

        return progress is { } other && other.Modified > modified ? new PiecePlace(PieceAction.Outdated, 0)
            : new PiecePlace(begin == 0 ? PieceAction.Begin : PieceAction.Gap, 0);
    }
}
