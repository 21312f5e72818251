/** The mark of NEUFIT: the lanes of a running track. Decoration; it takes its colours from --lane and currentColor. */
export function Lanes() {
  return (
    <svg viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="10">
        {[0, 1, 2, 3, 4].map((lane) => (
          <path
            key={lane}
            opacity={0.16 + lane * 0.07}
            d={`M-20 ${176 - lane * 22} H${150 + lane * 6} A ${96 - lane * 20} ${96 - lane * 20} 0 0 0 ${246 - lane * 14} ${
              80 - lane * 2
            } V-20`}
          />
        ))}
      </g>
    </svg>
  );
}
